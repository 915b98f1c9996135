// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/description.h"
#include "core/export/exporter.h"
#include "core/export/materialized.h"
#include "core/export/npy.h"
#include "core/export/zip_archive.h"

namespace ligature {

namespace {

constexpr std::string_view descriptionName = "__metadata__";

class Npz final : public Exporter {
public:
    std::string name() const override { return "npz"; }
    std::string title() const override { return "NumPy archive (npz)"; }
    std::string extension() const override { return ".npz"; }
    std::vector<AttributeSpec> options() const override { return {materializedSpec()}; }
    std::string help() const override
    {
        return "Read by numpy.load: one array a parameter, each stored once, and the ties as JSON text in the array "
               "__metadata__: json.loads(str(archive['__metadata__']))['ties'].";
    }

    Result<std::vector<ExportedFile>> write(const ExportRequest& given, const std::string& file_name) const override
    {
        const Result<ExportRequest> asked = asAsked(given);
        if (!asked)
            return tl::unexpected(asked.error());
        const ExportRequest& request = *asked;
        if (const auto valid = checkTensorNames(request.weights, descriptionName); !valid)
            return tl::unexpected(valid.error());
        std::vector<ZipEntry> entries;
        for (const ParameterValues& parameter : request.weights.parameters)
            entries.push_back({parameter.name + ".npy", encodeNpy(parameter.shape, parameter.values)});
        // Escaped to ASCII, which NumPy's four bytes a character hold as it is.
        const std::string text =
            describeExport(request).dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
        entries.push_back({std::string(descriptionName) + ".npy", encodeNpy(text)});
        return encodeZip(entries).map([&](std::string bytes) {
            return std::vector<ExportedFile>{{file_name, std::move(bytes)}};
        });
    }

    Result<std::string> preview(const ExportRequest& given) const override
    {
        const Result<ExportRequest> asked = asAsked(given);
        if (!asked)
            return tl::unexpected(asked.error());
        const ExportRequest& request = *asked;
        std::string text;
        for (const ParameterValues& parameter : request.weights.parameters)
            text += parameter.name + ": float32 " + pythonTuple(parameter.shape) + "\n";
        return text + std::string(descriptionName) + ": " +
               describeExport(request).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    }
};

} // namespace

const Exporter& npzExporter()
{
    static const Npz exporter;
    return exporter;
}

} // namespace ligature

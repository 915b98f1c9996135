// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/safetensors/safetensors_file.h"

#include "core/export/description.h"
#include "core/export/exporter.h"
#include "core/export/materialized.h"
#include "core/json/print_json.h"

namespace ligature {

namespace {

class Safetensors final : public Exporter {
public:
    std::string name() const override { return "safetensors"; }
    std::string title() const override { return "safetensors"; }
    std::string extension() const override { return ".safetensors"; }
    std::string language() const override { return "json"; }
    std::vector<AttributeSpec> options() const override { return {materializedSpec()}; }
    std::string help() const override
    {
        return "Read by the safetensors library of Python, Rust and others, and so by PyTorch, TensorFlow and JAX: "
               "each "
               "parameter is stored once, and the ties are JSON text under the key ties of its metadata.";
    }

    Result<std::vector<ExportedFile>> write(const ExportRequest& given, const std::string& file_name) const override
    {
        const Result<ExportRequest> asked = asAsked(given);
        if (!asked)
            return tl::unexpected(asked.error());
        const ExportRequest& request = *asked;
        if (const auto valid = checkTensorNames(request.weights, "__metadata__"); !valid)
            return tl::unexpected(valid.error());
        SafetensorsFile file{.tensors = {}, .metadata = safetensorsMetadata(request)};
        for (const ParameterValues& parameter : request.weights.parameters)
            file.tensors.push_back({parameter.name, parameter.shape, parameter.values});
        return std::vector<ExportedFile>{{file_name, encodeSafetensors(file)}};
    }

    Result<std::string> preview(const ExportRequest& given) const override
    {
        const Result<ExportRequest> asked = asAsked(given);
        if (!asked)
            return tl::unexpected(asked.error());
        const ExportRequest& request = *asked;
        nlohmann::ordered_json header = {{"__metadata__", safetensorsMetadata(request)}};
        for (const ParameterValues& parameter : request.weights.parameters)
            header[parameter.name] = {{"dtype", "F32"}, {"shape", parameter.shape.extents()}};
        return printJson(header);
    }
};

} // namespace

const Exporter& safetensorsExporter()
{
    static const Safetensors exporter;
    return exporter;
}

} // namespace ligature

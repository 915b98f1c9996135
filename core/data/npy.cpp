// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include "core/data/byte_source.h"
#include "core/data/data_format.h"
#include "core/data/data_path.h"
#include "core/data/numpy/samples.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largestNpy = std::uint64_t{1} << 36;

/// The file beside the features that has the targets' usual name; empty where there is none.
fs::path targetsBeside(const fs::path& features)
{
    const std::string stem = features.stem().string();
    std::error_code error;
    for (const ArrayNames& names : usualArrayNames()) {
        for (const std::string_view targets : names.targets) {
            const fs::path beside = features.parent_path() / (std::string(targets) + ".npy");
            if (names.features == stem && fs::is_regular_file(beside, error))
                return beside;
        }
    }
    return {};
}

class NpyFormat final : public DataFormat {
public:
    std::string name() const override { return "npy"; }
    std::string title() const override { return "NumPy arrays (npy)"; }
    std::string help() const override
    {
        return "Features, and targets where there are some, as numpy.save writes them: a file an array, whose first "
               "axis is the samples. Floats and whole numbers of any width, in either order of bytes and axes; "
               "no Python objects. A file may be gzipped.";
    }

    std::vector<AttributeSpec> options() const override
    {
        return {{.name = "features",
                 .label = "Features",
                 .kind = AttributeKind::Path,
                 .default_value = std::string(),
                 .help = "The file with the samples."},
                {.name = "targets",
                 .label = "Targets",
                 .kind = AttributeKind::Path,
                 .default_value = std::string(),
                 .help =
                     "The file with their targets, or none. Beside x.npy or X_train.npy it is y.npy or y_train.npy, "
                     "beside features.npy labels.npy."},
                arrayTargetKindSpec()};
    }

    bool matches(const fs::path& file) const override { return nameWithoutGzip(file).extension() == ".npy"; }
    std::string fileFilter() const override { return "NumPy arrays (*.npy *.npy.gz)"; }

    Attributes optionsFor(const fs::path& file) const override
    {
        Attributes options{{"features", file.string()}};
        if (const fs::path targets = targetsBeside(file); !targets.empty())
            options.set("targets", targets.string());
        return options;
    }

    Attributes withoutTargets(const Attributes& options) const override
    {
        Attributes changed = options;
        changed.set("targets", std::string());
        return changed;
    }

    Result<Dataset> load(const Attributes& options, const LoadContext& context) const override
    {
        const auto& path = options.get<std::string>("features");
        const auto& targets_path = options.get<std::string>("targets");
        const auto bytes = readDataFile(path, context, largestNpy);
        if (!bytes)
            return tl::unexpected(bytes.error());
        const auto features = parseNpy(*bytes, path);
        if (!features)
            return tl::unexpected(features.error());
        const auto target_bytes =
            targets_path.empty() ? Result<std::string>() : readDataFile(targets_path, context, largestNpy);
        if (!target_bytes)
            return tl::unexpected(target_bytes.error());
        std::optional<PlacedArray> targets;
        if (!targets_path.empty()) {
            const auto array = parseNpy(*target_bytes, targets_path);
            if (!array)
                return tl::unexpected(array.error());
            targets = PlacedArray{*array, targets_path};
        }
        auto dataset = datasetFromArrays({*features, path}, targets, options.get<std::string>("target_kind"));
        if (dataset)
            dataset->name = fs::path(path).filename().string();
        return dataset;
    }
};

} // namespace

const DataFormat& npyFormat()
{
    static const NpyFormat format;
    return format;
}

} // namespace ligature

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <tuple>

#include "core/data/byte_source.h"
#include "core/data/csv/text.h"
#include "core/data/data_format.h"
#include "core/data/data_path.h"
#include "core/data/gzip_source.h"
#include "core/data/numpy/samples.h"
#include "core/memory/memory_limit.h"
#include "core/numpy/npz.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largestNpz = std::uint64_t{1} << 36;
/// What stands for no targets, where some would be found by their name.
constexpr auto noTargets = "none";

using Entries = std::vector<NpzArchive::Entry>;

const NpzArchive::Entry* entryOf(const Entries& entries, std::string_view array)
{
    const auto found = std::ranges::find(entries, array, [](const auto& entry) { return entry.arrayName(); });
    return found == entries.end() ? nullptr : &*found;
}

std::string namesOf(const Entries& entries)
{
    constexpr std::size_t most = 12;
    std::string names;
    for (std::size_t i = 0; i < std::min(most, entries.size()); ++i)
        names += (i == 0 ? "" : ", ") + quotedCell(entries[i].arrayName());
    return entries.size() > most ? names + " and " + std::to_string(entries.size() - most) + " more" : names;
}

/// Which entries hold the samples; targets may be none.
struct Chosen {
    const NpzArchive::Entry* features = nullptr;
    const NpzArchive::Entry* targets = nullptr;
};

Result<Chosen> choose(const Entries& entries, const Attributes& options, const std::string& path)
{
    const auto& features = options.get<std::string>("features");
    const auto& targets = options.get<std::string>("targets");
    Chosen chosen{entryOf(entries, features), entryOf(entries, targets)};
    if (entries.empty())
        return fail(path, "there are no arrays in it", "save it with numpy.savez");
    for (const auto& [name, entry, option] :
         {std::tuple(features, chosen.features, "features"), std::tuple(targets, chosen.targets, "targets")}) {
        if (!name.empty() && entry == nullptr && name != noTargets)
            return fail(path, "there is no array " + quotedCell(name) + " in it, and there are " + namesOf(entries),
                        "choose one of them as " + std::string(option));
    }
    for (const ArrayNames& names : usualArrayNames()) {
        if (features.empty() && chosen.features == nullptr)
            chosen.features = entryOf(entries, names.features);
        if (chosen.features == nullptr || chosen.features->arrayName() != names.features || !targets.empty())
            continue;
        for (const std::string_view name : names.targets) {
            if (chosen.targets == nullptr)
                chosen.targets = entryOf(entries, name);
        }
    }
    if (chosen.features == nullptr && entries.size() == 1)
        chosen.features = &entries.front();
    if (chosen.features == nullptr)
        return fail(path, "none of its arrays has a usual name for features, and there are " + namesOf(entries),
                    "choose one of them as features");
    return chosen;
}

class NpzFormat final : public DataFormat {
public:
    std::string name() const override { return "npz"; }
    std::string title() const override { return "NumPy archive (npz)"; }
    std::string help() const override
    {
        return "Arrays of features and targets in one file, as numpy.savez and savez_compressed write them; the first "
               "axis of each is the samples. Floats and whole numbers of any width; no Python objects.";
    }

    std::vector<AttributeSpec> options() const override
    {
        return {{.name = "path",
                 .label = "File",
                 .kind = AttributeKind::Path,
                 .default_value = std::string(),
                 .help = "The npz file."},
                {.name = "features",
                 .label = "Features",
                 .kind = AttributeKind::Text,
                 .default_value = std::string(),
                 .help = "The array of the samples. By itself: x, X, x_train, features, data or images, or the only "
                         "array."},
                {.name = "targets",
                 .label = "Targets",
                 .kind = AttributeKind::Text,
                 .default_value = std::string(),
                 .help = "The array of their targets, or none. By itself: what goes with the features' name: y, "
                         "y_train, labels or targets."},
                arrayTargetKindSpec()};
    }

    bool matches(const fs::path& file) const override { return nameWithoutGzip(file).extension() == ".npz"; }
    std::string fileFilter() const override { return "NumPy archive (*.npz)"; }
    Attributes optionsFor(const fs::path& file) const override { return {{"path", file.string()}}; }

    Attributes withoutTargets(const Attributes& options) const override
    {
        Attributes changed = options;
        changed.set("targets", std::string(noTargets));
        return changed;
    }

    Result<Dataset> load(const Attributes& options, const LoadContext& context) const override
    {
        const auto& path = options.get<std::string>("path");
        const auto bytes = readDataFile(path, context, largestNpz);
        if (!bytes)
            return tl::unexpected(bytes.error());
        const auto archive = NpzArchive::open(*bytes, path);
        if (!archive)
            return tl::unexpected(archive.error());
        const auto chosen = choose(archive->entries(), options, path);
        if (!chosen)
            return tl::unexpected(chosen.error());
        // What deflate can unpack to is no reason to take it all.
        const std::uint64_t free = availableMemory().value_or(largestNpz);
        const auto limit = static_cast<std::size_t>(std::min(bytes->size() * gzipLargestRatio, free / 2));
        const std::string features_where = path + ", " + chosen->features->name;
        const auto feature_bytes = archive->read(*chosen->features, limit);
        if (!feature_bytes)
            return tl::unexpected(feature_bytes.error());
        const auto features = parseNpy(*feature_bytes, features_where);
        if (!features)
            return tl::unexpected(features.error());
        std::optional<PlacedArray> targets;
        const auto target_bytes =
            chosen->targets == nullptr ? Result<std::string>() : archive->read(*chosen->targets, limit);
        if (!target_bytes)
            return tl::unexpected(target_bytes.error());
        if (chosen->targets != nullptr) {
            const std::string where = path + ", " + chosen->targets->name;
            const auto array = parseNpy(*target_bytes, where);
            if (!array)
                return tl::unexpected(array.error());
            targets = PlacedArray{*array, where};
        }
        auto dataset = datasetFromArrays({*features, features_where}, targets, options.get<std::string>("target_kind"));
        if (dataset)
            dataset->name = fs::path(path).filename().string();
        return dataset;
    }
};

} // namespace

const DataFormat& npzFormat()
{
    static const NpzFormat format;
    return format;
}

} // namespace ligature

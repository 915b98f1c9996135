// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/conform.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace ligature {

namespace {

using Places = std::map<std::string_view, std::size_t>;

/// Nothing where a name comes twice: it tells nothing then.
std::optional<Places> placesOf(const std::vector<std::string>& names)
{
    Places places;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!places.emplace(names[i], i).second)
            return std::nullopt;
    }
    return places;
}

/// The column of the table that each feature is of.
std::vector<const FeatureColumn*> columnsOf(const Dataset& dataset)
{
    std::vector<const FeatureColumn*> columns;
    for (const FeatureColumn& column : dataset.feature_columns)
        columns.insert(columns.end(), static_cast<std::size_t>(column.width), &column);
    return columns;
}

/// Where each feature that was trained on is now: its place and its column; no place where it is a category that does
/// not come.
struct Source {
    std::optional<std::size_t> place;
    std::string column;
};

std::optional<std::vector<Source>> sourcesOf(const Dataset& dataset, const DataIdentity& trained)
{
    const auto now = placesOf(dataset.feature_names);
    const auto before = placesOf(trained.features);
    const std::vector<const FeatureColumn*> columns = columnsOf(dataset);
    if (!now || !before || columns.size() != dataset.feature_names.size() ||
        !std::ranges::all_of(dataset.feature_names, [&](const auto& name) { return before->contains(name); }))
        return std::nullopt;
    std::vector<std::string> categorical;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (dataset.feature_names[i] != columns[i]->name)
            categorical.push_back(columns[i]->name);
    }
    std::vector<Source> sources;
    for (const std::string& name : trained.features) {
        if (const auto found = now->find(name); found != now->end()) {
            sources.push_back({found->second, columns[found->second]->name});
            continue;
        }
        const auto of = std::ranges::find_if(categorical,
                                             [&](const std::string& column) { return name.starts_with(column + "="); });
        if (of == categorical.end())
            return std::nullopt;
        sources.push_back({std::nullopt, *of});
    }
    return sources;
}

ExactFeatures moved(const ExactFeatures& exact, const std::vector<Source>& sources, std::size_t samples)
{
    ExactFeatures result;
    std::vector<std::size_t> from; // which of the exact columns
    for (std::size_t feature = 0; feature < sources.size(); ++feature) {
        const auto found =
            sources[feature].place ? std::ranges::find(exact.columns, *sources[feature].place) : exact.columns.end();
        if (found == exact.columns.end())
            continue;
        from.push_back(static_cast<std::size_t>(found - exact.columns.begin()));
        result.columns.push_back(feature);
        result.bases.push_back(exact.bases[from.back()]);
    }
    result.values = AlignedArray<double>(samples * from.size());
    for (std::size_t sample = 0; sample < samples; ++sample) {
        for (std::size_t i = 0; i < from.size(); ++i)
            result.values[sample * from.size() + i] = exact.values[sample * exact.columns.size() + from[i]];
    }
    return result;
}

void conformFeatures(Dataset& dataset, const DataIdentity& trained)
{
    if (trained.features == dataset.feature_names || trained.features.empty() || dataset.feature_names.empty())
        return;
    const auto sources = sourcesOf(dataset, trained);
    if (!sources)
        return;
    const auto samples = static_cast<std::size_t>(dataset.sample_count);
    const std::size_t before = dataset.feature_names.size();
    const std::size_t now = sources->size();
    AlignedArray<float> features(samples * now);
    for (std::size_t sample = 0; sample < samples; ++sample) {
        for (std::size_t i = 0; i < now; ++i) {
            const auto place = (*sources)[i].place;
            features[sample * now + i] = place ? dataset.features[sample * before + *place] : 0.0F;
        }
    }
    dataset.features = std::move(features);
    if (!dataset.exact.columns.empty())
        dataset.exact = moved(dataset.exact, *sources, samples);
    dataset.feature_shape = Shape{static_cast<std::int64_t>(now)};
    dataset.feature_names = trained.features;
    dataset.feature_columns.clear();
    for (const Source& source : *sources) {
        if (dataset.feature_columns.empty() || dataset.feature_columns.back().name != source.column)
            dataset.feature_columns.push_back({source.column, 0});
        ++dataset.feature_columns.back().width;
    }
}

void conformClasses(Dataset& dataset, const DataIdentity& trained)
{
    if (dataset.target_kind != TargetKind::Class || dataset.class_names == trained.classes)
        return;
    const auto places = placesOf(trained.classes);
    if (!places || !std::ranges::all_of(dataset.class_names, [&](const auto& name) { return places->contains(name); }))
        return;
    for (std::size_t i = 0; i < dataset.targets.size(); ++i) {
        const std::string& name = dataset.class_names[static_cast<std::size_t>(dataset.targets[i])];
        dataset.targets[i] = static_cast<float>(places->at(name));
    }
    dataset.class_names = trained.classes;
}

} // namespace

void conform(Dataset& dataset, const DataIdentity& trained)
{
    conformFeatures(dataset, trained);
    conformClasses(dataset, trained);
}

} // namespace ligature

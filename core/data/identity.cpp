// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/identity.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "core/data/csv/text.h"

namespace ligature {

namespace {

constexpr auto featuresKey = "data.features";
constexpr auto targetsKey = "data.targets";
constexpr auto classesKey = "data.classes";
constexpr auto scalingKey = "data.scaling";
constexpr auto linesKey = "data.scaling_lines";

std::string toText(const std::vector<std::string>& list)
{
    return nlohmann::json(list).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<std::vector<std::string>> fromText(const std::map<std::string, std::string>& metadata, const char* key)
{
    const auto found = metadata.find(key);
    if (found == metadata.end())
        return std::nullopt;
    const auto parsed = nlohmann::json::parse(found->second, nullptr, false);
    if (!parsed.is_array() || !std::ranges::all_of(parsed, [](const auto& element) { return element.is_string(); }))
        return std::nullopt;
    return parsed.get<std::vector<std::string>>();
}

/// JSON's numbers are doubles, and a base may have more digits: it is two.
std::string toText(const std::vector<ScalingLine>& lines)
{
    nlohmann::json json = nlohmann::json::array();
    for (const ScalingLine& line : lines) {
        const auto base = static_cast<double>(line.base);
        json.push_back({base, static_cast<double>(line.base - base), line.origin, line.offset, line.unit});
    }
    return json.dump();
}

/// One where all are the same, as those of pixels are.
std::vector<ScalingLine> withoutRepeats(const std::vector<ScalingLine>& lines)
{
    const bool are_same = std::ranges::all_of(lines, [&](const ScalingLine& line) { return line == lines.front(); });
    return are_same && !lines.empty() ? std::vector{lines.front()} : lines;
}

/// Empty where they are not there, or are none.
std::vector<ScalingLine> linesFromText(const std::string& text)
{
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_array())
        return {};
    std::vector<ScalingLine> lines;
    for (const auto& one : json) {
        const bool is_line = one.is_array() && one.size() == 5 &&
                             std::ranges::all_of(one, [](const auto& number) { return number.is_number(); });
        if (!is_line)
            return {};
        const auto number = [&](std::size_t i) { return one[i].template get<double>(); };
        if (number(4) == 0)
            return {};
        lines.push_back({static_cast<long double>(number(0)) + number(1), number(2), number(3), number(4)});
    }
    return lines;
}

/// "a", "b" and 3 more.
std::string someOf(const std::vector<std::string>& names)
{
    constexpr std::size_t most = 8;
    if (names.empty())
        return "none";
    std::string text;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i)
        text += (i == 0 ? "" : ", ") + quotedCell(names[i]);
    return names.size() > most ? text + " and " + std::to_string(names.size() - most) + " more" : text;
}

/// Those of `these` that are not among the others, in order.
std::vector<std::string> without(const std::vector<std::string>& these, const std::vector<std::string>& others)
{
    const std::set<std::string_view> known(others.begin(), others.end());
    std::vector<std::string> left;
    std::ranges::copy_if(these, std::back_inserter(left), [&](const std::string& one) { return !known.contains(one); });
    return left;
}

std::optional<std::string> listDifference(const std::string& what, const std::vector<std::string>& trained,
                                          const std::vector<std::string>& now)
{
    if (trained == now)
        return std::nullopt;
    const std::vector<std::string> gone = without(trained, now);
    const std::vector<std::string> added = without(now, trained);
    if (gone.empty() && added.empty())
        return "the data's " + what + " are in another order: " + someOf(now) + ", where " + someOf(trained) +
               " were trained on";
    std::string text = "the data's " + what + " are not those that were trained on: ";
    if (!gone.empty())
        text += someOf(gone) + (gone.size() == 1 ? " is" : " are") + " not there";
    if (!gone.empty() && !added.empty())
        text += ", and ";
    if (!added.empty())
        text += someOf(added) + (added.size() == 1 ? " is" : " are") + " new";
    return text;
}

} // namespace

DataIdentity identityOf(const Dataset& dataset)
{
    return {dataset.feature_names, dataset.target_names, dataset.class_names, dataset.scaling,
            withoutRepeats(dataset.scaling_lines)};
}

std::optional<std::string> featureDifference(const DataIdentity& trained, const DataIdentity& now)
{
    return listDifference("columns", trained.features, now.features);
}

std::optional<std::string> differenceOf(const DataIdentity& trained, const DataIdentity& now)
{
    if (auto columns = featureDifference(trained, now))
        return columns;
    if (auto targets = listDifference("target columns", trained.targets, now.targets))
        return targets;
    if (auto classes = listDifference("classes", trained.classes, now.classes))
        return classes;
    if (trained.scaling != now.scaling)
        return "the data's scaling is " + now.scaling + ", and " + trained.scaling + " was trained on";
    return std::nullopt;
}

std::map<std::string, std::string> toMetadata(const DataIdentity& identity)
{
    std::map<std::string, std::string> metadata = {{featuresKey, toText(identity.features)},
                                                   {targetsKey, toText(identity.targets)},
                                                   {classesKey, toText(identity.classes)},
                                                   {scalingKey, identity.scaling}};
    if (!identity.scaling_lines.empty())
        metadata[linesKey] = toText(identity.scaling_lines);
    return metadata;
}

std::optional<DataIdentity> identityFrom(const std::map<std::string, std::string>& metadata)
{
    auto features = fromText(metadata, featuresKey);
    auto targets = fromText(metadata, targetsKey);
    auto classes = fromText(metadata, classesKey);
    const auto scaling = metadata.find(scalingKey);
    if (!features || !targets || !classes || scaling == metadata.end())
        return std::nullopt;
    const auto lines = metadata.find(linesKey);
    return DataIdentity{std::move(*features), std::move(*targets), std::move(*classes), scaling->second,
                        lines == metadata.end() ? std::vector<ScalingLine>() : linesFromText(lines->second)};
}

} // namespace ligature

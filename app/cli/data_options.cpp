// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/data_options.h"

#include <algorithm>
#include <iostream>

#include "core/attributes/value_text.h"
#include "core/data/scaling.h"

namespace ligature::cli {

namespace {

constexpr auto optionName = "--data-option";

std::string namesOf(const std::vector<AttributeSpec>& specs)
{
    std::string names = "scaling";
    for (const AttributeSpec& spec : specs)
        names += ", " + spec.name;
    return names;
}

} // namespace

Result<void> setDataOptions(DataSource& source, const std::vector<std::string>& assignments)
{
    const DataFormat* const format = findDataFormat(source.format);
    const std::vector<AttributeSpec> specs = format == nullptr ? std::vector<AttributeSpec>() : format->options();
    for (const std::string& assignment : assignments) {
        const std::size_t equals = assignment.find('=');
        if (equals == std::string::npos)
            return fail(optionName, "\"" + assignment + "\" has no value", "write it as NAME=VALUE");
        const std::string name = assignment.substr(0, equals);
        const std::string text = assignment.substr(equals + 1);
        const std::string where = std::string(optionName) + " " + name;
        if (name == "scaling") {
            if (const auto known = checkScaling(text); !known)
                return fail(where, known.error().what, known.error().mend);
            source.scaling = text;
            continue;
        }
        const auto spec = std::ranges::find(specs, name, &AttributeSpec::name);
        if (spec == specs.end())
            return fail(optionName, "the data of the format " + source.format + " have no option \"" + name + "\"",
                        "choose one of " + namesOf(specs));
        const auto value = valueFromText(*spec, text, where);
        if (!value)
            return tl::unexpected(value.error());
        if (const auto valid = validateValue(*spec, *value, where); !valid)
            return valid;
        source.options.set(name, *value);
    }
    return {};
}

void printRemarks(const Dataset& dataset)
{
    for (const std::string& remark : dataset.remarks)
        std::cerr << "ligature-cli: " << dataset.name << ": " << remark << '\n';
    std::cerr.flush();
}

} // namespace ligature::cli

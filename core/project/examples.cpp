// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/examples.h"

#include <algorithm>

#include "core/project/project_file.h"

namespace ligature {

namespace {

tl::unexpected<Error> unknownExample(std::string_view name)
{
    std::string names;
    for (const Example& example : examples())
        names += (names.empty() ? "" : ", ") + std::string(example.name);
    return fail(std::string(name), "is no example", "choose one of " + names);
}

} // namespace

std::string_view titleOf(ExampleSection section)
{
    switch (section) {
    case ExampleSection::Literature: return "Weight tying in the literature";
    case ExampleSection::Collection: return "The collection Ligature began from";
    case ExampleSection::Untied: return "Networks to begin with, nothing tied";
    }
    return {};
}

const Example* findExample(std::string_view name)
{
    const auto found = std::ranges::find(examples(), name, &Example::name);
    return found == examples().end() ? nullptr : &*found;
}

Result<Project> loadExample(std::string_view name)
{
    const Example* const example = findExample(name);
    return example != nullptr ? readProject(example->json, std::string(name)) : unknownExample(name);
}

Result<Project> loadOriginal(std::string_view name)
{
    const Example* const example = findExample(name);
    if (example == nullptr)
        return unknownExample(name);
    if (example->original.empty())
        return fail(std::string(name), "is not one of the collection's examples, so there is no original of it",
                    "open the example itself");
    return readProject(example->original, std::string(name));
}

} // namespace ligature

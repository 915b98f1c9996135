// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/weights/tensor_names.h"

#include <algorithm>

namespace ligature {

namespace {

/// What others call what holds a model: torch.nn.DataParallel and DistributedDataParallel, torch.compile, FSDP, PEFT,
/// Lightning and Transformers, and what people write.
constexpr std::string_view wrappers[] = {"module",
                                         "model",
                                         "_orig_mod",
                                         "base_model",
                                         "net",
                                         "network",
                                         "backbone",
                                         "_fsdp_wrapped_module",
                                         "_checkpoint_wrapped_module",
                                         "state_dict",
                                         "model_state_dict",
                                         "transformer"};

/// Of what stands before the last separator in both: the separators belong to no prefix.
std::string_view sharedPrefix(std::string_view a, std::string_view b)
{
    std::size_t end = 0;
    for (std::size_t i = 0; i < a.size() && i < b.size() && a[i] == b[i]; ++i) {
        if (a[i] == '.' || a[i] == '/')
            end = i;
    }
    return a.substr(0, end);
}

} // namespace

std::string plainName(std::string_view name)
{
    std::string text;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z')
            text += static_cast<char>(c - 'A' + 'a');
        else if (c != '.' && c != '/' && c != '_' && c != '-' && c != ' ' && c != ':')
            text += c;
    }
    return text;
}

std::vector<std::string_view> withoutWrappers(std::string_view name)
{
    std::vector<std::string_view> forms = {name};
    for (auto point = name.find_first_of("./"); point != std::string_view::npos; point = name.find_first_of("./")) {
        if (std::ranges::find(wrappers, name.substr(0, point)) == std::end(wrappers))
            break;
        name.remove_prefix(point + 1);
        forms.push_back(name);
    }
    return forms;
}

std::string_view commonPrefix(std::span<const std::string_view> names)
{
    if (names.empty())
        return {};
    std::string_view prefix =
        names.front().substr(0, std::max<std::size_t>(names.front().find_last_of("./") + 1, 1) - 1);
    for (const std::string_view name : names) {
        if (behindPrefix(name, prefix).empty())
            prefix = sharedPrefix(names.front().substr(0, prefix.size() + 1), name);
    }
    return prefix;
}

std::string_view behindPrefix(std::string_view name, std::string_view prefix)
{
    return name.size() > prefix.size() && name.starts_with(prefix) &&
                   (name[prefix.size()] == '.' || name[prefix.size()] == '/')
               ? name.substr(prefix.size() + 1)
               : std::string_view();
}

} // namespace ligature

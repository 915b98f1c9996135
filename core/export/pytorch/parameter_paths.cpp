// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/pytorch/parameter_paths.h"

#include <algorithm>
#include <array>
#include <set>

namespace ligature {

namespace {

/// Python's words, and what a torch.nn.Module has already.
constexpr std::array taken = {"False",
                              "None",
                              "True",
                              "and",
                              "as",
                              "assert",
                              "async",
                              "await",
                              "break",
                              "class",
                              "continue",
                              "def",
                              "del",
                              "elif",
                              "else",
                              "except",
                              "finally",
                              "for",
                              "from",
                              "global",
                              "if",
                              "import",
                              "in",
                              "is",
                              "lambda",
                              "nonlocal",
                              "not",
                              "or",
                              "pass",
                              "raise",
                              "return",
                              "try",
                              "while",
                              "with",
                              "yield",
                              "T_destination",
                              "add_module",
                              "apply",
                              "bfloat16",
                              "buffers",
                              "call_super_init",
                              "children",
                              "compile",
                              "cpu",
                              "cuda",
                              "double",
                              "dump_patches",
                              "eval",
                              "extra_repr",
                              "float",
                              "forward",
                              "get_buffer",
                              "get_extra_state",
                              "get_parameter",
                              "get_submodule",
                              "half",
                              "ipu",
                              "load_state_dict",
                              "modules",
                              "mtia",
                              "named_buffers",
                              "named_children",
                              "named_modules",
                              "named_parameters",
                              "parameters",
                              "register_backward_hook",
                              "register_buffer",
                              "register_forward_hook",
                              "register_forward_pre_hook",
                              "register_full_backward_hook",
                              "register_full_backward_pre_hook",
                              "register_load_state_dict_post_hook",
                              "register_load_state_dict_pre_hook",
                              "register_module",
                              "register_parameter",
                              "register_state_dict_post_hook",
                              "register_state_dict_pre_hook",
                              "requires_grad_",
                              "set_extra_state",
                              "set_submodule",
                              "share_memory",
                              "state_dict",
                              "to",
                              "to_empty",
                              "train",
                              "training",
                              "type",
                              "xpu",
                              "zero_grad"};

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isPathPart(char c)
{
    return isLetter(c) || (c >= '0' && c <= '9') || c == '_';
}

/// Whether self.NAME can be written, dots and all.
bool isPath(std::string_view name)
{
    while (true) {
        const std::size_t dot = std::min(name.find('.'), name.size());
        if (!isAttributeName(name.substr(0, dot)))
            return false;
        if (dot == name.size())
            return true;
        name.remove_prefix(dot + 1);
    }
}

/// What stands before each dot, the shortest first.
std::vector<std::string> prefixesOf(const std::string& name)
{
    std::vector<std::string> prefixes;
    for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1))
        prefixes.push_back(name.substr(0, dot));
    return prefixes;
}

} // namespace

bool isAttributeName(std::string_view name)
{
    return !name.empty() && isLetter(name.front()) && std::ranges::all_of(name, isPathPart) &&
           std::ranges::find(taken, name) == taken.end();
}

ParameterPaths::ParameterPaths(const CodePlan& plan)
{
    std::vector<std::pair<std::string, std::string>> tensors; // name, identifier
    for (const CodeParameter& parameter : plan.parameters)
        tensors.emplace_back(parameter.name, parameter.identifier);
    for (const CodeTable& table : plan.tables)
        tensors.emplace_back(table.name, table.identifier);
    std::set<std::string> names;
    for (const auto& [name, identifier] : tensors)
        names.insert(name);
    std::set<std::string> used;
    std::vector<std::pair<std::string, std::string>> others;
    for (const auto& [name, identifier] : tensors) {
        const std::vector<std::string> prefixes = prefixesOf(name);
        // "W.x" beside a parameter "W": that one is no module.
        const bool is_inside =
            std::ranges::any_of(prefixes, [&](const auto& prefix) { return names.contains(prefix); });
        if (!isPath(name) || is_inside) {
            others.emplace_back(name, identifier);
            continue;
        }
        m_paths[identifier] = name;
        used.insert(name);
        for (const std::string& prefix : prefixes) {
            if (used.insert(prefix).second)
                m_containers.push_back(prefix);
        }
    }
    for (const auto& [name, identifier] : others) {
        std::string path = identifier;
        while (!isAttributeName(path) || !used.insert(path).second)
            path += '_';
        m_paths[identifier] = path;
        m_renamed.emplace_back(path, name);
    }
}

} // namespace ligature

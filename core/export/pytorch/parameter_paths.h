// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/export/code/plan.h"

namespace ligature {

/// Where in a module each tensor of the weights' file is: "encoder.weight" is self.encoder.weight, so that the keys of
/// state_dict are the file's names. A name that Python or torch.nn.Module cannot have as attributes is an attribute
/// with the plan's identifier, and its key is translated.
class ParameterPaths {
public:
    explicit ParameterPaths(const CodePlan& plan);

    /// @param identifier of a parameter or a table of the plan
    [[nodiscard]] const std::string& path(const std::string& identifier) const { return m_paths.at(identifier); }
    /// What holds others, outermost first: "block", "block.attention".
    [[nodiscard]] const std::vector<std::string>& containers() const { return m_containers; }
    /// Those whose key is not the file's name: (key, name).
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& renamed() const { return m_renamed; }

private:
    std::map<std::string, std::string> m_paths;
    std::vector<std::string> m_containers;
    std::vector<std::pair<std::string, std::string>> m_renamed;
};

/// Whether a module can have an attribute of that name.
[[nodiscard]] bool isAttributeName(std::string_view name);

} // namespace ligature

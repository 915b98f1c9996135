// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "core/export/code/call_text.h"
#include "core/export/code/plan.h"

namespace ligature {

/// Writes a model down as a C++ header: what it is and how it is used, the functions that it calls, each kind in a
/// namespace of its own, its weights where they are few, and its class.
class CppHeader {
public:
    CppHeader(const CodePlan& plan, std::string code_file, std::string weights_file);

    /// @param functions in the order of their needs
    [[nodiscard]] std::string text(std::span<const CodeFunction* const> functions);

private:
    void line(const std::string& text) { m_text += text + '\n'; }
    void use();
    void embeddedWeights();
    void members();
    void construction();
    void inference();
    void parameters();
    void forward();
    void constructorOfBuffer();
    void write(const CodeLayer& layer);
    void write(const CodeRead& read);
    [[nodiscard]] std::string outputNames() const;
    [[nodiscard]] std::string samples() const;

    const CodePlan& m_plan;
    std::string m_code_file;
    std::string m_weights_file;
    std::string m_namespace;
    bool m_embeds = false;
    std::string m_text = {};
};

} // namespace ligature

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/statements.h"

#include <set>

#include "core/export/code/call_text.h"
#include "core/export/code/comment_text.h"

namespace ligature {

namespace {

constexpr std::size_t longestStatement = 110;

void addRead(const CodePlan& plan, const CodeRead& read, std::vector<CodeStatement>& statements)
{
    if (read.variable.kind != CodeVariable::Kind::Local)
        return;
    if (read.steps.empty()) {
        const CodeVariable parameter{CodeVariable::Kind::Parameter, plan.parameters[read.parameter].identifier};
        statements.push_back({.to = read.variable, .from = parameter, .read = &read});
    }
    for (const CodeCall& step : read.steps)
        statements.push_back({.to = read.variable, .call = &step, .read = &read});
}

} // namespace

std::vector<CodeStatement> statementsOf(const CodePlan& plan, std::span<const CodeLayer* const> layers)
{
    std::vector<CodeStatement> statements;
    std::set<std::size_t> known;
    for (const CodeLayer* const layer : layers) {
        for (const auto& [slot, read] : layer->slots) {
            if (known.insert(read).second)
                addRead(plan, plan.reads[read], statements);
        }
        statements.push_back({.to = layer->output, .call = &layer->call, .layer = layer});
    }
    return statements;
}

std::string lossSum(const CodePlan& plan)
{
    std::vector<std::string> terms;
    for (const CodeLayer* const layer : plan.lossLayers()) {
        if (layer->isLoss())
            terms.push_back((layer->lossWeight() == 1.0 ? "" : realText(layer->lossWeight()) + " * ") +
                            layer->output.name);
    }
    return joined(terms, " + ");
}

std::vector<std::string> sharedParameterLines(const CodePlan& plan, std::string_view holder)
{
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
        const CodeParameter& parameter = plan.parameters[i];
        if (parameter.uses < 2)
            continue;
        lines.push_back(std::string(holder) + parameter.identifier + " (" + parameter.shape.toString() +
                        ") is read by");
        for (const CodeRead& read : plan.reads) {
            if (read.parameter != i)
                continue;
            for (const std::string& slot : read.slots)
                lines.push_back("  " + commentText(slot) +
                                (read.view.empty() ? "" : " as " + commentText(read.notation)));
        }
    }
    return lines;
}

std::string wrappedCall(const std::string& head, std::span<const std::string> parts, const std::string& tail,
                        const std::string& line_end)
{
    std::string text = head;
    for (std::size_t i = 0; i < parts.size(); ++i)
        text += (i == 0 ? "" : ", ") + parts[i];
    text += tail;
    if (text.size() <= longestStatement || parts.size() < 2)
        return text;
    const std::string indent(head.find_first_not_of(' ') + 4, ' ');
    text = head + line_end + '\n';
    for (std::size_t i = 0; i < parts.size(); ++i) {
        text += indent + parts[i];
        if (i + 1 < parts.size())
            text += "," + line_end + '\n';
    }
    return text + tail;
}

} // namespace ligature

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/pytorch/optimizer_code.h"

#include <map>

#include "core/export/code/python_text.h"
#include "core/export/pytorch/inlining.h"
#include "core/optimization/optimizer.h"

namespace ligature {

namespace {

using Factors = std::pair<double, double>; // of the learning rate, of the weight decay

std::string groupText(const Factors& factors, const std::string& parameters, const Attributes& attributes)
{
    std::string text = "        {\"params\": [" + parameters + "]";
    const auto [rate, decay] = factors;
    if (rate != 1.0)
        text += ", \"lr\": " + pythonLiteral(attributes.get<double>("learning_rate")) + " * " + pythonLiteral(rate);
    if (decay != 1.0)
        text += ", \"weight_decay\": " + pythonLiteral(attributes.get<double>("weight_decay")) + " * " +
                pythonLiteral(decay);
    return wrapped(text + "},") + "\n";
}

} // namespace

std::string OptimizerCode::text() const
{
    const Attributes attributes = withDefaults(findOptimizerType(request.training.optimizer)->attributes(),
                                               request.training.optimizer_attributes);
    std::map<Factors, std::string> groups;
    for (const CodeParameter& parameter : plan.parameters) {
        if (!parameter.trainable)
            continue;
        std::string& group = groups[{parameter.learning_rate_factor, parameter.weight_decay_factor}];
        group += (group.empty() ? "" : ", ") + ("model." + paths.path(parameter.identifier));
    }
    std::string text =
        "def make_optimizer(model):\n"
        "    \"\"\"The project's optimizer: a shared parameter has one state and takes one step.\"\"\"\n";
    PythonExpression parameters = {"model.parameters()"};
    if (groups.size() > 1 || (groups.size() == 1 && groups.begin()->first != Factors{1.0, 1.0})) {
        parameters.text = "groups";
        text += "    groups = [\n";
        for (const auto& [factors, group] : groups)
            text += groupText(factors, group, attributes);
        text += "    ]\n";
    }
    const CodeFunction& function = *optimizerFunction(library, request.training.optimizer);
    std::vector<PythonArgument> arguments;
    for (const std::string& name : function.parameters) {
        if (name == "parameters")
            arguments.push_back({name, parameters});
        else
            arguments.push_back({name, attributes.values().at(name)});
    }
    return text + wrapped("    return " + inlined(function, arguments).value().expression.text) + "\n";
}

const CodeFunction* optimizerFunction(const FunctionLibrary& library, const std::string& optimizer)
{
    return library.find("support/optimizer_" + optimizer);
}

} // namespace ligature

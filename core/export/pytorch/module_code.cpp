// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/pytorch/module_code.h"
#include "core/export/code/training_left_out.h"

#include <algorithm>
#include <set>

#include "core/export/code/python_text.h"
#include "core/export/pytorch/inlining.h"
#include "core/export/pytorch/optimizer_code.h"
#include "core/export/pytorch/parameter_paths.h"
#include "core/export/pytorch/schedule_code.h"

namespace ligature {

namespace {

/// A parameter that a layer reads is written where it is used as long as it is no longer than this.
constexpr std::size_t longestRead = 60;

std::string tupleOf(const Shape& shape)
{
    std::string text;
    for (const std::int64_t extent : shape.extents())
        text += (text.empty() ? "" : ", ") + std::to_string(extent);
    return text;
}

class Writer {
public:
    explicit Writer(const ModuleCode& code)
        : m_code(code), m_plan(code.plan), m_schedule{code.request.training, code.library}, m_paths(code.plan),
          m_reads(code.plan.reads.size())
    {
    }

    std::string text()
    {
        const std::string module = moduleClass();
        const std::string loss = lossFunction();
        if (const CodeFunction* const schedule = m_schedule.function())
            m_called.push_back(schedule);
        for (const std::string& need : optimizerFunction(m_code.library, m_code.request.training.optimizer)->needs)
            m_called.push_back(m_code.library.find(need));
        std::string functions;
        for (const CodeFunction* const function : m_code.library.withNeeds(m_called))
            functions.append(function->text).append("\n\n");
        const std::string body = functions + module + "\n\n" + loss + "\n\n" +
                                 OptimizerCode{m_plan, m_code.request, m_code.library, m_paths}.text() + "\n\n" +
                                 (m_schedule.function() ? m_schedule.text() + "\n\n" : "") + trainFunction() + "\n\n" +
                                 alias() + mainBlock();
        return header() + imports(body) + "\n\n" + body;
    }

private:
    [[nodiscard]] std::string header() const
    {
        const std::string class_name = moduleClassName(m_plan);
        std::string text = "# " + inComment(m_plan.project_name) + ": the " + toString(m_plan.variant) +
                           " network, exported from Ligature to PyTorch.\n#\n";
        std::string shared;
        for (const CodeParameter& parameter : m_plan.parameters) {
            if (parameter.uses > 1)
                shared += "#   self." + m_paths.path(parameter.identifier) + " (" + parameter.shape.toString() +
                          "): " + inComment(usesOf(parameter)) + "\n";
        }
        if (shared.empty())
            text += "# No parameter is shared.\n";
        else
            text += "# Shared parameters. Each is one nn.Parameter: one value, one gradient, one optimizer state.\n" +
                    shared;
        text += "#\n#   model = " + class_name + "()\n#   model.load_state_dict(load_file(" +
                pythonString(inComment(m_code.weights_file)) +
                "))\n#   outputs = model.eval()(features)  # (samples, " + tupleOf(m_plan.feature_shape) +
                ")\n#   train(model, features" + (m_plan.has_targets ? ", targets" : "") + ")\n";
        return text;
    }

    /// "encoder.weight reads W, decoder.weight reads Wᵀ".
    [[nodiscard]] std::string usesOf(const CodeParameter& parameter) const
    {
        std::string text;
        for (const CodeRead& read : m_plan.reads) {
            if (m_plan.parameters[read.parameter].id != parameter.id)
                continue;
            for (const std::string& slot : read.slots) {
                text += (text.empty() ? "" : ", ") + slot + " reads " + read.notation;
                if (read.gradient_factor == 0.0)
                    text += " (its gradient stopped)";
                else if (read.gradient_factor != 1.0)
                    text += " (its gradient times " + pythonLiteral(read.gradient_factor) + ")";
            }
        }
        return text;
    }

    static std::string imports(const std::string& body)
    {
        std::string text = body.find("functools.") == std::string::npos ? "" : "import functools\n";
        text += body.find("math.") == std::string::npos ? "" : "import math\n";
        text += "from pathlib import Path\n\n";
        text += body.find("np.uint64") == std::string::npos ? "" : "import numpy as np\n";
        text += "import torch\n";
        if (body.find("torch.distributed.nn.") != std::string::npos)
            text += "import torch.distributed.nn.functional\n";
        if (body.find(" F.") != std::string::npos || body.find("(F.") != std::string::npos)
            text += "import torch.nn.functional as F\n";
        return text + "from safetensors.torch import load_file\nfrom torch import nn\n";
    }

    std::string moduleClass()
    {
        return "class " + moduleClassName(m_plan) + "(nn.Module):\n    \"\"\"From features (samples, " +
               tupleOf(m_plan.feature_shape) + ") to " + outputNames() + ".\"\"\"\n\n" + constructor() + keyMethod() +
               "\n" + forward();
    }

    [[nodiscard]] std::string outputNames() const
    {
        std::string names;
        for (const CodeOutput& output : m_plan.outputs) {
            names += (names.empty() ? "" : ", ") + output.variable.name + " (samples" +
                     (output.shape.rank() == 0 ? "" : ", ") + tupleOf(output.shape) + ")";
        }
        return names;
    }

    [[nodiscard]] std::string constructor() const
    {
        std::string text = "    def __init__(self):\n        super().__init__()\n";
        for (const std::string& container : m_paths.containers())
            text += "        self." + container + " = nn.Module()\n";
        for (const CodeParameter& parameter : m_plan.parameters) {
            const std::string path = m_paths.path(parameter.identifier);
            const std::string empty = "torch.empty(" + shapeArgument(parameter.shape) + ")";
            if (parameter.uses > 1)
                text += "        # Shared by " + std::to_string(parameter.uses) + " uses.\n";
            if (parameter.state)
                text += "        " + buffer(path, empty) + "\n";
            else
                text += "        self." + path + " = nn.Parameter(" + empty +
                        (parameter.trainable ? "" : ", requires_grad=False") + ")\n";
        }
        for (const CodeTable& table : m_plan.tables) {
            const bool whole = std::holds_alternative<std::vector<std::int64_t>>(table.values);
            text += "        " +
                    buffer(m_paths.path(table.identifier),
                           "torch.empty(" + shapeArgument(table.shape) + (whole ? ", dtype=torch.int64)" : ")")) +
                    "\n";
        }
        return text;
    }

    static std::string shapeArgument(const Shape& shape) { return shape.rank() == 0 ? "()" : tupleOf(shape); }

    static std::string buffer(const std::string& path, const std::string& value)
    {
        const std::size_t dot = path.rfind('.');
        const std::string owner = dot == std::string::npos ? "self" : "self." + path.substr(0, dot);
        return owner + ".register_buffer(\"" + path.substr(dot + 1) + "\", " + value + ")";
    }

    /// What lets load_state_dict take names that attributes cannot have.
    [[nodiscard]] std::string keyMethod() const
    {
        if (m_paths.renamed().empty())
            return {};
        std::string text = "\n    # Names in Ligature that are no names in Python.\n    NAMES = {\n";
        for (const auto& [key, name] : m_paths.renamed())
            text += "        " + pythonString(key) + ": " + pythonString(name) + ",\n";
        return text + "    }\n\n"
                      "    def load_state_dict(self, state_dict, *arguments, **options):\n"
                      "        \"\"\"Takes Ligature's names too.\"\"\"\n"
                      "        keys = {name: key for key, name in self.NAMES.items()}\n"
                      "        state_dict = {keys.get(name, name): tensor for name, tensor in state_dict.items()}\n"
                      "        return super().load_state_dict(state_dict, *arguments, **options)\n";
    }

    std::string forward()
    {
        std::string text = "    def forward(self, features):\n";
        for (const CodeLayer* const layer : m_plan.modelLayers())
            text += statement(*layer, 8, "self.training");
        std::string names;
        for (const CodeOutput& output : m_plan.outputs)
            names += (names.empty() ? "" : ", ") + output.variable.name;
        return text + "        return " + names + "\n";
    }

    std::string lossFunction()
    {
        std::string names;
        for (const CodeOutput& output : m_plan.outputs)
            names += (names.empty() ? "" : ", ") + output.variable.name;
        std::string text = "def loss(outputs, targets=None, features=None):\n"
                           "    \"\"\"What is minimised, a mean over the samples.\"\"\"\n    " +
                           names + " = outputs\n";
        std::string sum;
        for (const CodeLayer* const layer : m_plan.lossLayers()) {
            text += statement(*layer, 4, "torch.is_grad_enabled()");
            if (!layer->isLoss())
                continue;
            sum += sum.empty() ? "" : " + ";
            if (layer->lossWeight() != 1.0)
                sum += pythonLiteral(layer->lossWeight()) + " * ";
            sum += layer->output.name;
        }
        return text + "    return " + sum + "\n";
    }

    /// "decoder = F.linear(code, self.W.t(), self.decoder.bias)", after the reads that need a line of their own.
    std::string statement(const CodeLayer& layer, std::size_t indent, const std::string& training)
    {
        const CodeFunction& function = functionOf(layer);
        std::string text;
        for (const bool may_inline : {true, false}) {
            text.clear();
            const std::vector<std::size_t> own = ownReads(layer, indent, may_inline, text);
            std::vector<PythonArgument> arguments;
            for (const CodeArgument& argument : layer.call.arguments)
                arguments.push_back(pythonArgument(argument, training));
            const std::optional<InlinedCall> call = inlined(function, arguments);
            // What is read is computed once.
            const bool repeats = call && std::ranges::any_of(own, [&](std::size_t read) {
                                     return call->appearances.contains(slotOf(layer, read)) &&
                                            call->appearances.at(slotOf(layer, read)) > 1;
                                 });
            if (repeats && may_inline)
                continue;
            note(function, call);
            text +=
                line(indent, layer.output.name + " = " + (call ? call->expression.text : callOf(function, arguments)));
            break;
        }
        return text;
    }

    static std::string line(std::size_t indent, const std::string& statement)
    {
        return wrapped(std::string(indent, ' ') + statement) + "\n";
    }

    /// Writes out how the layer's slots read their parameters, or keeps it for where it is used; gives those that are
    /// kept.
    std::vector<std::size_t> ownReads(const CodeLayer& layer, std::size_t indent, bool may_inline, std::string& text)
    {
        std::vector<std::size_t> kept;
        for (const std::size_t place : layer.first_reads) {
            const CodeRead& read = m_plan.reads[place];
            const PythonExpression expression = readExpression(read);
            const bool is_plain = read.variable.kind == CodeVariable::Kind::Parameter;
            if (is_plain || (may_inline && read.slots.size() == 1 && expression.text.size() <= longestRead)) {
                m_reads[place] = expression;
                if (!is_plain)
                    kept.push_back(place);
            } else {
                m_reads[place] = {read.variable.name};
                text += line(indent, read.variable.name + " = " + expression.text);
            }
        }
        return kept;
    }

    static std::string slotOf(const CodeLayer& layer, std::size_t read)
    {
        return std::ranges::find(layer.slots, read, [](const auto& slot) { return slot.second; })->first;
    }

    PythonExpression readExpression(const CodeRead& read)
    {
        PythonExpression expression = {"self." + m_paths.path(m_plan.parameters[read.parameter].identifier)};
        if (read.gradient_factor != 1.0) {
            const CodeFunction& function = *m_code.library.find("support/scale_gradient");
            expression = apply(function, {{"parameter", expression}, {"factor", AttributeValue(read.gradient_factor)}});
        }
        for (const CodeCall& step : read.steps) {
            std::vector<PythonArgument> arguments;
            for (const CodeArgument& argument : step.arguments) {
                arguments.push_back(pythonArgument(argument, {}));
                if (argument.name == "parameter")
                    arguments.back().value = expression;
            }
            expression = apply(*step.function, arguments);
        }
        return expression;
    }

    PythonExpression apply(const CodeFunction& function, const std::vector<PythonArgument>& arguments)
    {
        const std::optional<InlinedCall> call = inlined(function, arguments);
        note(function, call);
        return call ? call->expression : PythonExpression{callOf(function, arguments)};
    }

    /// Keeps the functions that the code calls.
    void note(const CodeFunction& function, const std::optional<InlinedCall>& call)
    {
        if (!call) {
            m_called.push_back(&function);
            return;
        }
        for (const std::string& path : function.needs) {
            const CodeFunction* const needed = m_code.library.find(path);
            if (call->expression.text.find(needed->name + "(") != std::string::npos)
                m_called.push_back(needed);
        }
    }

    [[nodiscard]] const CodeFunction& functionOf(const CodeLayer& layer) const
    {
        const CodeFunction* const distributed =
            m_code.is_distributed ? m_code.library.find("support/distributed_" + layer.type->name()) : nullptr;
        return distributed ? *distributed : *layer.call.function;
    }

    [[nodiscard]] PythonArgument pythonArgument(const CodeArgument& argument, const std::string& training) const
    {
        PythonArgument result{argument.name, PythonArgument::None{}};
        if (std::holds_alternative<CodeArgument::Training>(argument.value)) {
            result.value = PythonExpression{training};
        } else if (const auto* const variable = std::get_if<CodeVariable>(&argument.value)) {
            result.value = expressionOf(*variable);
        } else if (const auto* const variables = std::get_if<std::vector<CodeVariable>>(&argument.value)) {
            std::vector<PythonExpression> list;
            for (const CodeVariable& each : *variables)
                list.push_back(expressionOf(each));
            result.value = std::move(list);
        } else if (const auto* const constant = std::get_if<AttributeValue>(&argument.value)) {
            result.value = *constant;
        }
        return result;
    }

    [[nodiscard]] PythonExpression expressionOf(const CodeVariable& variable) const
    {
        switch (variable.kind) {
        case CodeVariable::Kind::Features: return {"features"};
        case CodeVariable::Kind::Targets: return {"targets"};
        case CodeVariable::Kind::Table: return {"self." + m_paths.path(variable.name)};
        case CodeVariable::Kind::Parameter: return {"self." + m_paths.path(variable.name)};
        case CodeVariable::Kind::Local: break;
        }
        // A read's variable, where the read is written in its place.
        for (std::size_t i = 0; i < m_plan.reads.size(); ++i) {
            if (m_plan.reads[i].variable == variable && m_reads[i])
                return *m_reads[i];
        }
        return {variable.name};
    }

    [[nodiscard]] std::string trainFunction() const
    {
        const TrainingSettings& settings = m_code.request.training;
        const bool scheduled = m_schedule.function() != nullptr;
        const std::string left_out = sentenceOnTrainingLeftOut(settings);
        const bool of_epochs = scheduled && m_schedule.isOfEpochs();
        return "def train(model, features, targets=None, epochs=" + std::to_string(settings.epochs) +
               ", batch_size=" + std::to_string(samplesAStep(settings)) +
               "):\n"
               "    \"\"\"Trains with the project's loss, optimizer and batch size; gives the loss of each "
               "step." +
               (left_out.empty() ? left_out : "\n\n    " + left_out + "\n    ") +
               "\"\"\"\n"
               "    optimizer = make_optimizer(model)\n"
               "    losses = []\n" +
               (scheduled ? "    steps_per_epoch = -(-len(features) // batch_size)\n"
                            "    schedule = make_schedule(optimizer, epochs * steps_per_epoch, steps_per_epoch)\n"
                          : std::string()) +
               "    model.train()\n"
               "    for _ in range(epochs):\n" +
               (of_epochs ? "        epoch_loss = 0.0\n" : std::string()) +
               "        for batch in torch.randperm(len(features), device=features.device).split(batch_size):\n"
               "            outputs = model(features[batch])\n"
               "            step_loss = loss(outputs, None if targets is None else targets[batch], features[batch])\n"
               "            optimizer.zero_grad()\n"
               "            step_loss.backward()\n" +
               (settings.gradient_clipping > 0 ? "            nn.utils.clip_grad_norm_(model.parameters(), " +
                                                     pythonLiteral(settings.gradient_clipping) + ")\n"
                                               : std::string()) +
               "            optimizer.step()\n"
               "            losses.append(step_loss.item())\n" +
               (of_epochs   ? "            epoch_loss += losses[-1] * len(batch)\n"
                              "        schedule.step(epoch_loss / len(features))\n"
                : scheduled ? "            schedule.step()\n"
                            : std::string()) +
               "    return losses\n";
    }

    /// What train.py calls it.
    [[nodiscard]] std::string alias() const
    {
        const std::string name = moduleClassName(m_plan);
        return m_code.is_distributed && name != "Network" ? "Network = " + name + "\n\n\n" : "";
    }

    [[nodiscard]] std::string mainBlock() const
    {
        return "if __name__ == \"__main__\":\n"
               "    model = " +
               moduleClassName(m_plan) +
               "()\n"
               "    model.load_state_dict(load_file(Path(__file__).with_name(" +
               pythonString(m_code.weights_file) +
               ")))\n"
               "    model.eval()\n"
               "    with torch.no_grad():\n"
               "        print(model(torch.zeros(1, " +
               std::to_string(m_plan.feature_count) + ")))\n";
    }

    const ModuleCode& m_code;
    const CodePlan& m_plan;
    ScheduleCode m_schedule;
    ParameterPaths m_paths;
    std::vector<std::optional<PythonExpression>> m_reads; ///< how each is written, once it is
    std::vector<const CodeFunction*> m_called;
};

} // namespace

std::string ModuleCode::text() const
{
    return Writer(*this).text();
}

std::string moduleClassName(const CodePlan& plan)
{
    const std::string& name = plan.class_name;
    // What a class of that name would hide.
    constexpr const char* hidden[] = {"F", "None", "True", "False", "Path", "Adafactor", "Lion", "Muon"};
    const bool hides = std::ranges::find(hidden, name) != std::end(hidden);
    return hides ? name + "Network" : name;
}

} // namespace ligature

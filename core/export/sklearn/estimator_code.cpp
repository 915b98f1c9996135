// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/sklearn/estimator_code.h"

#include <array>

#include "core/export/code/comment_text.h"
#include "core/export/code/python_text.h"
#include "core/export/code/statements.h"
#include "core/export/sklearn/estimator_kind.h"
#include "core/network/analysis.h"
#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"

namespace ligature {

namespace {

using Task = EstimatorKind::Task;

/// A line of imports, written where one of its names is used.
struct Import {
    std::string_view begin; ///< "from pathlib import "
    std::vector<std::string_view> names;
};

const std::array imports = {
    Import{"import ", {"json"}},
    Import{"from pathlib import ", {"Path"}},
    Import{"from types import ", {"SimpleNamespace"}},
    Import{"", {}},
    Import{"import ", {"numpy as np"}},
    Import{"from scipy.special import ", {"expit", "ndtr", "softmax", "xlogy"}},
    Import{
        "from sklearn.base import ",
        {"BaseEstimator", "ClassifierMixin", "ClassNamePrefixFeaturesOutMixin", "RegressorMixin", "TransformerMixin"}},
    Import{"from sklearn.utils import ", {"check_array", "check_consistent_length", "check_random_state"}},
    Import{"from sklearn.utils.multiclass import ", {"check_classification_targets", "type_of_target"}},
    Import{"from sklearn.utils.validation import ", {"check_is_fitted", "column_or_1d", "validate_data"}},
};

/// Whether the code has the word, not as a part of a longer one or of what belongs to something else.
bool hasWord(std::string_view code, std::string_view word)
{
    const auto isPart = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    for (std::size_t at = code.find(word); at != code.npos; at = code.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool begins = at == 0 || (!isPart(code[at - 1]) && code[at - 1] != '.');
        if (begins && (end == code.size() || !isPart(code[end])))
            return true;
    }
    return false;
}

std::string importsOf(const std::string& code)
{
    std::string text;
    for (const Import& line : imports) {
        std::string names;
        for (const std::string_view name : line.names) {
            const std::size_t last = name.rfind(' ');
            if (hasWord(code, last == name.npos ? name : name.substr(last + 1)))
                names.append(names.empty() ? "" : ", ").append(name);
        }
        if (!names.empty())
            text += wrapped(std::string(line.begin) + names) + "\n";
        else if (line.names.empty())
            text += "\n";
    }
    return text;
}

std::string variableText(const CodeVariable& variable)
{
    switch (variable.kind) {
    case CodeVariable::Kind::Features: return "features";
    case CodeVariable::Kind::Targets: return "targets";
    case CodeVariable::Kind::Parameter:
    case CodeVariable::Kind::Table: return "parameters." + variable.name;
    case CodeVariable::Kind::Local: break;
    }
    return variable.name;
}

class Writer {
public:
    explicit Writer(const EstimatorCode& code)
        : m_code(code), m_plan(code.plan), m_kind(estimatorKind(code.plan)),
          m_optimizer(*code.library.find("support/optimizer_" + code.request.training.optimizer)),
          m_settings(withDefaults(findOptimizerType(code.request.training.optimizer)->attributes(),
                                  code.request.training.optimizer_attributes))
    {
    }

    std::string text()
    {
        const std::string estimator = estimatorClass();
        std::string functions;
        for (const CodeFunction* const function : m_code.library.withNeeds(called()))
            functions.append(function->text).append("\n\n");
        const std::string body = functions + estimator;
        return header() + importsOf(body) + "\n\n" + body;
    }

private:
    [[nodiscard]] std::string className() const
    {
        // What a class of that name would hide.
        const std::string& name = m_plan.class_name;
        bool hides =
            name == "None" || name == "True" || name == "False" || name == "Tensor" || name.starts_with("Network");
        for (const Import& line : imports) {
            for (const std::string_view imported : line.names)
                hides = hides || name == imported;
        }
        return hides ? "Exported" + name : name;
    }

    [[nodiscard]] std::string header() const
    {
        const std::string fit = m_plan.has_targets ? "X, y" : "X";
        std::string text = "# " + commentText(m_plan.project_name) + ": the " + toString(m_plan.variant) +
                           " network, exported from Ligature as an estimator for scikit-learn (1.6 or newer).\n#\n";
        const std::vector<std::string> shared = sharedParameterLines(m_plan, "parameters.");
        text += shared.empty() ? "# No parameter is shared.\n"
                               : "# Shared parameters. Each is one array: one value, one gradient, one step.\n";
        for (const std::string& line : shared)
            text += "#   " + commentText(line) + "\n";
        const std::string file = pythonString(commentText(m_code.weights_file));
        return text + "#\n#   model = " + className() + "().fit(" + fit + ")              # from random weights\n#   " +
               "model = " + className() + ".from_weights(" + file +
               ")  # as exported\n#   model.predict(X)  # X (samples, " + std::to_string(m_plan.feature_count) + ")\n";
    }

    [[nodiscard]] std::vector<const CodeFunction*> called() const
    {
        std::vector<const CodeFunction*> functions = m_plan.functions;
        for (const CodeRead& read : m_plan.reads) {
            if (read.gradient_factor != 1.0)
                functions.push_back(m_code.library.find("support/scale_gradient"));
        }
        for (const CodeParameter& parameter : m_plan.parameters)
            functions.push_back(initializer(parameter));
        functions.push_back(&m_optimizer);
        if (const CodeFunction* const schedule = scheduleFunction())
            functions.push_back(schedule);
        functions.push_back(m_code.library.find(m_kind.base));
        return functions;
    }

    [[nodiscard]] const CodeFunction* initializer(const CodeParameter& parameter) const
    {
        return m_code.library.find("support/initializer_" +
                                   m_code.request.network.parameters.at(parameter.id).initializer.type);
    }

    std::string estimatorClass()
    {
        return "class " + className() + "(" + m_code.library.find(m_kind.base)->name + "):\n" + docstring() + "\n" +
               constants() + "\n    PARAMETERS = {\n" + parameters() + "    }\n\n" + constructor() + "\n" + forward() +
               "\n" + loss() + "\n" + schedule() + update();
    }

    [[nodiscard]] std::string docstring() const
    {
        const std::string features = std::to_string(m_plan.feature_count) + " features";
        std::string text;
        switch (m_kind.task) {
        case Task::Classifier: text = "A classifier of samples with " + features + "."; break;
        case Task::Regressor: text = "A regressor from " + features + "."; break;
        case Task::Transformer:
            text = "An autoencoder of " + features +
                   ": fit(X) learns to give X again, transform(X) is the code of each\n    sample, "
                   "inverse_transform(code) decodes it, predict(X) does both.";
            break;
        case Task::Model:
            text = "A network of " + features + "; predict(X) is what it gives, score is minus its loss.";
            break;
        }
        return "    \"\"\"" + text +
               "\n\n"
               "    weights: a safetensors file in which fit begins; None: at random, as the project does.\n"
               "    warm_start: whether fit goes on from what the last fit has learned.\n"
               "    pad_features: whether X may have fewer features than the network, the missing ones being zeros. "
               "The\n"
               "    network's width is part of its design, so that X with more features is always an error.\n"
               "    The others are the optimizer's, as torch.optim has them, and how long is trained.\n    \"\"\"\n";
    }

    [[nodiscard]] std::string constants() const
    {
        std::string text = "    FEATURES = " + std::to_string(m_plan.feature_count) + "\n";
        const CodeOutput& output = m_plan.outputs[m_kind.output];
        const std::int64_t width = output.shape.elementCount();
        const std::string place = "    OUTPUT = " + std::to_string(m_kind.output) + "  # of _forward's\n";
        switch (m_kind.task) {
        case Task::Classifier: return text + "    CLASSES = " + std::to_string(width == 1 ? 2 : width) + "\n" + place;
        case Task::Regressor: return text + "    TARGETS = " + std::to_string(width) + "\n" + place;
        case Task::Transformer:
            return text +
                   "    CODE_SHAPE = " + pythonLiteral(m_plan.modelLayers()[*m_kind.code]->output_shapes.front()) +
                   "\n" + place;
        case Task::Model: break;
        }
        return text +
               "    TARGETS = " + (m_plan.has_targets ? std::to_string(m_plan.target_shape.elementCount()) : "None") +
               "\n";
    }

    /// {"W": dict(name="W", shape=(3, 4), begin=lambda random: initializer_normal(random, ...), decay=0.0)}.
    [[nodiscard]] std::string parameters() const
    {
        const Analysis analysis = analyse(m_code.request.network);
        std::string text;
        const std::string indent(12, ' ');
        for (const CodeParameter& parameter : m_plan.parameters) {
            const CodeFunction& function = *initializer(parameter);
            const Initializer& begin = m_code.request.network.parameters.at(parameter.id).initializer;
            const Attributes attributes = withDefaults(findInitializerType(begin.type)->attributes(), begin.attributes);
            const Fans fans = analysis.parameters.at(parameter.id).fans;
            std::string call = function.name + "(random, " + pythonLiteral(AttributeValue(parameter.shape));
            for (const std::string& name : function.parameters) {
                if (name == "fan_in" || name == "fan_out")
                    call += ", " + name + "=" + std::to_string(name == "fan_in" ? fans.fan_in : fans.fan_out);
                else if (attributes.contains(name))
                    call += ", " + name + "=" + pythonLiteral(attributes.values().at(name));
            }
            std::string entry = indent + "name=" + pythonString(parameter.name) +
                                ", shape=" + pythonLiteral(AttributeValue(parameter.shape));
            if (!parameter.trainable)
                entry += ", trainable=False";
            if (parameter.learning_rate_factor != 1.0)
                entry += ", rate=" + pythonLiteral(parameter.learning_rate_factor);
            if (parameter.weight_decay_factor != 1.0)
                entry += ", decay=" + pythonLiteral(parameter.weight_decay_factor);
            text += "        \"" + parameter.identifier + "\": dict(\n" + wrapped(entry + ",") + "\n" +
                    wrapped(indent + "begin=lambda random: " + call + ")") + ",\n        ),\n";
        }
        return text;
    }

    /// The optimizer's settings, in the order in which its function has them.
    [[nodiscard]] std::vector<std::string> settingNames() const
    {
        std::vector<std::string> names;
        for (const std::string& name : m_optimizer.parameters) {
            if (m_settings.contains(name))
                names.push_back(name);
        }
        return names;
    }

    [[nodiscard]] std::string constructor() const
    {
        const TrainingSettings& training = m_code.request.training;
        std::string arguments;
        std::string assignments;
        const auto add = [&](const std::string& name, const std::string& value) {
            arguments += ", " + name + "=" + value;
            assignments += "        self." + name + " = " + name + "\n";
        };
        for (const std::string& name : settingNames())
            add(name, pythonLiteral(m_settings.values().at(name)));
        add("epochs", std::to_string(training.epochs));
        add("batch_size", std::to_string(samplesAStep(training)));
        add("weights", "None");
        add("warm_start", "False");
        add("pad_features", "False");
        add("random_state", "None");
        return wrapped("    def __init__(self" + arguments + "):") + "\n" + assignments;
    }

    std::string forward()
    {
        const std::vector<const CodeLayer*> layers = m_plan.modelLayers();
        std::string names;
        for (const CodeOutput& output : m_plan.outputs)
            names += (names.empty() ? "" : ", ") + output.variable.name;
        const std::string end = "        return [" + names + "]\n";
        if (!m_kind.code)
            return "    def _forward(self, parameters, features, training):\n" + statements(layers) + end;
        const std::span<const CodeLayer* const> all = layers;
        const std::string& code = all[*m_kind.code]->output.name;
        return "    def _encode(self, parameters, features, training):\n" +
               statements(all.subspan(0, *m_kind.code + 1)) + "        return " + code +
               "\n\n    def _decode(self, parameters, " + code + ", training):\n" +
               statements(all.subspan(*m_kind.code + 1)) + end;
    }

    std::string loss()
    {
        std::string names;
        for (const CodeOutput& output : m_plan.outputs)
            names += (names.empty() ? "" : ", ") + output.variable.name;
        std::string sum;
        for (const CodeLayer* const layer : m_plan.lossLayers()) {
            if (!layer->isLoss())
                continue;
            sum += sum.empty() ? "" : " + ";
            sum += layer->output.name;
            if (layer->lossWeight() != 1.0)
                sum += " * " + pythonLiteral(layer->lossWeight());
        }
        return "    def _loss(self, parameters, outputs, features, targets, training):\n        [" + names +
               "] = outputs\n" + statements(m_plan.lossLayers()) + "        return " + sum + "\n";
    }

    [[nodiscard]] std::string statements(std::span<const CodeLayer* const> layers) const
    {
        std::string text;
        for (const CodeStatement& statement : statementsOf(m_plan, layers)) {
            const std::string from =
                statement.call ? callText(statement) : parameterText(statement.from, statement.read);
            text += wrapped("        " + variableText(statement.to) + " = " + from) +
                    (statement.read ? "  # " + commentText(statement.read->notation) : "") + "\n";
        }
        return text;
    }

    /// With what of its gradient counts, where that is not all of it.
    static std::string parameterText(const CodeVariable& variable, const CodeRead* read)
    {
        const std::string text = variableText(variable);
        if (!read || read->gradient_factor == 1.0 || variable.kind != CodeVariable::Kind::Parameter)
            return text;
        return "scale_gradient(" + text + ", " + pythonLiteral(read->gradient_factor) + ")";
    }

    static std::string callText(const CodeStatement& statement)
    {
        std::string arguments;
        for (const CodeArgument& argument : statement.call->arguments) {
            std::string value = "None";
            bool is_named = true;
            if (std::holds_alternative<CodeArgument::Training>(argument.value)) {
                value = "training";
            } else if (const auto* const variable = std::get_if<CodeVariable>(&argument.value)) {
                value = parameterText(*variable, statement.read);
                is_named = false;
            } else if (const auto* const variables = std::get_if<std::vector<CodeVariable>>(&argument.value)) {
                value.clear();
                for (const CodeVariable& each : *variables)
                    value += (value.empty() ? "" : ", ") + variableText(each);
                value = "[" + value + "]";
                is_named = false;
            } else if (const auto* const constant = std::get_if<AttributeValue>(&argument.value)) {
                value = pythonLiteral(*constant);
            }
            // After one that is named all are.
            is_named = is_named || arguments.find('=') != arguments.npos;
            arguments += (arguments.empty() ? "" : ", ") + (is_named ? argument.name + "=" : "") + value;
        }
        return statement.call->function->name + "(" + arguments + ")";
    }

    /// Null where the learning rate stays as it is.
    [[nodiscard]] const CodeFunction* scheduleFunction() const
    {
        const TrainingSettings& training = m_code.request.training;
        return training.isRateConstant() ? nullptr : m_code.library.schedule(training.schedule);
    }

    /// In place of the base's, whose factor is always 1.
    [[nodiscard]] std::string schedule() const
    {
        const CodeFunction* const function = scheduleFunction();
        if (!function)
            return {};
        const TrainingSettings& training = m_code.request.training;
        const Attributes attributes =
            withDefaults(findScheduleType(training.schedule)->attributes(), training.schedule_attributes);
        std::string call;
        for (const std::string& name : function->parameters) {
            const auto value = attributes.values().find(name);
            call += call.empty() ? "" : ", ";
            call += value == attributes.values().end() ? name : name + "=" + pythonLiteral(value->second);
        }
        return "    def _rate_factor(self, step, total_steps, steps_per_epoch):\n" +
               wrapped("        return float(" + function->name + "(" + call + "))") + "\n\n";
    }

    [[nodiscard]] std::string update() const
    {
        std::string arguments;
        for (const std::string& name : settingNames()) {
            arguments += ", self." + name;
            arguments += name == "learning_rate" ? " * rate" : name == "weight_decay" ? " * decay" : "";
        }
        return "    def _update(self, values, gradient, state, rate, decay):\n" +
               wrapped("        " + m_optimizer.name + "(values, gradient, state" + arguments + ")") + "\n";
    }

    const EstimatorCode& m_code;
    const CodePlan& m_plan;
    EstimatorKind m_kind;
    const CodeFunction& m_optimizer;
    Attributes m_settings;
};

} // namespace

std::string EstimatorCode::text() const
{
    return Writer(*this).text();
}

} // namespace ligature

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/code_exporter.h"
#include "core/export/code/expression_text.h"
#include "core/export/code/python_model.h"
#include "core/export/code/python_text.h"
#include "core/export/keras/model_attributes.h"

namespace ligature {

std::span<const CodeFile> kerasFiles();

namespace {

constexpr std::string_view moduleText = R"("""{project}, the {variant} network, for Keras 3; made by Ligature.

{sharing}
It needs keras, safetensors and one of Keras' backends, such as tensorflow:

    from {module} import load_model, make_optimizer

    model = load_model()  # with the weights of {weights}
    predictions = model.predict(features)  # (N, ...) and a sample's {shape}
    model.compile(optimizer=make_optimizer())  # the loss is the model's own
    model.fit({given}, batch_size={batch_size}, epochs={epochs})
    model.save("model.keras")
"""

{imports}from pathlib import Path

import keras
import numpy as np
import safetensors.numpy
from keras import ops

# What the file of weights holds.
{tensors}{body})";

constexpr std::string_view classText = R"(

@keras.saving.register_keras_serializable("ligature")
class {class}(keras.Model):
    def __init__(self, **settings):
        super().__init__(**settings)
{variables}        self.built = True

    def call(self, features, training=False):
{predictions}
    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        if sample_weight is not None:
            raise ValueError("the loss of this model does not weigh samples")
        features, targets = x, y
{outputs}
{losses}
    def load_tensors(self, path):
        tensors = read_tensors(path, TENSORS)
{loaded}

def load_model(path=Path(__file__).with_name({weights})):
    model = {class}(name="{name}")
    model.load_tensors(path)
    return model


def make_optimizer():
    """The project's, which steps as Ligature and PyTorch do."""
{optimizer}


if __name__ == "__main__":
    load_model().summary()
)";

/// How a layer that is one expression is written.
const ExpressionSpelling& expressions()
{
    static const ExpressionSpelling spelling = {.function = "def {name}(input{parameters}):\n    return {expression}\n",
                                                .name = "{type}_layer",
                                                .prefix = "ops."};
    return spelling;
}

class Keras final : public CodeExporter {
public:
    std::string name() const override { return "keras"; }
    std::string title() const override { return "Keras"; }
    std::string extension() const override { return ".py"; }
    std::string language() const override { return "python"; }
    std::string help() const override
    {
        return "A keras.Model of Keras 3 in which a shared parameter is one variable that several lines of call() "
               "read, for compile, fit and save; the weights are in a safetensors file beside it.";
    }

protected:
    const FunctionLibrary& library() const override
    {
        static const FunctionLibrary functions(kerasFiles(), &expressions());
        return functions;
    }

    bool trainsUnclipped() const override { return true; }
    std::span<const std::string_view> reservedNames() const override
    {
        static const std::vector<std::string_view> names = pythonReserved(
            {"features", "targets", "training", "x", "y", "y_pred", "sample_weight", "keras", "ops", "np", "math"});
        return names;
    }

    std::string code(const CodePlan& plan, const ExportRequest& request, const CodeFiles& files) const override
    {
        const PythonModel model(plan, request, kerasModelAttributes);
        const std::string body = model.functions(library()) + modelClass(plan, model, files);
        return filled(moduleText, model.moduleParts(files.code, files.weights, body));
    }

private:
    std::string modelClass(const CodePlan& plan, const PythonModel& model, const CodeFiles& files) const
    {
        std::string variables;
        std::string loaded;
        for (const CodeParameter& parameter : plan.parameters) {
            const std::string name = model.attribute(parameter);
            variables += "        # " + inComment(model.uses(parameter)) + "\n";
            variables += wrapped("        self." + name + " = self.add_weight(name=" + pythonString(name) +
                                 ", shape=" + pythonLiteral(AttributeValue(parameter.shape)) +
                                 ", initializer=\"zeros\"" + (parameter.trainable ? ")" : ", trainable=False)"));
            variables += '\n';
            loaded += "        self." + name + ".assign(tensors[" + pythonString(parameter.name) + "])\n";
        }
        return filled(classText, {{"class", model.className()},
                                  {"variables", variables},
                                  {"predictions", model.predictionLines()},
                                  {"outputs", wrapped("        " + model.outputNames() + " = y_pred")},
                                  {"losses", model.lossLines()},
                                  {"loaded", loaded},
                                  {"weights", pythonString(files.weights)},
                                  {"name", plan.class_name},
                                  {"optimizer", wrapped("    return " + model.optimizer(library(), {}))}});
    }
};

} // namespace

const Exporter& kerasExporter()
{
    static const Keras exporter;
    return exporter;
}

} // namespace ligature

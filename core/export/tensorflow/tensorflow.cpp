// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/code_exporter.h"
#include "core/export/code/expression_text.h"
#include "core/export/code/python_model.h"
#include "core/export/code/python_text.h"

namespace ligature {

std::span<const CodeFile> tensorflowFiles();

namespace {

/// What a tf.Module has, so that a variable of that name would hide it, and what the written class adds.
constexpr std::string_view moduleAttributes[] = {"name",
                                                 "name_scope",
                                                 "non_trainable_variables",
                                                 "submodules",
                                                 "trainable_variables",
                                                 "variables",
                                                 "with_name_scope",
                                                 "loss",
                                                 "predict"};

constexpr std::string_view moduleText = R"("""{project}, the {variant} network, for TensorFlow 2; made by Ligature.

{sharing}
It needs tensorflow and safetensors:

    import tensorflow as tf
    from {module} import {class}, make_optimizer, train

    model = {class}()  # with the weights of {weights}
    predictions = model(features)  # (N, ...) and a sample's {shape}
    train(model, make_optimizer(model), {given}, batch_size={batch_size}, epochs={epochs})
    tf.saved_model.save(model, "saved")  # tf.saved_model.load("saved").predict(features)
"""

{imports}from pathlib import Path

import numpy as np
import safetensors.numpy
import tensorflow as tf

# What the file of weights holds.
{tensors}{body})";

constexpr std::string_view classText = R"(

class {class}(tf.Module):
    def __init__(self, path=Path(__file__).with_name({weights})):
        super().__init__(name="{name}")
        tensors = read_tensors(path, TENSORS)
{variables}
    def __call__(self, features, training=False):
{predictions}
    def loss(self, features, targets=None, training=False):
{outputs}
{losses}
    @tf.function(input_signature=[tf.TensorSpec({signature}, tf.float32)])
    def predict(self, features):
        """What a saved model is called by."""
        return self(features)


def make_optimizer(model):
    """The project's, which steps as Ligature and PyTorch do."""
{optimizer}


if __name__ == "__main__":
    for variable in {class}().variables:
        print(variable.name, variable.shape)
)";

/// With a batch of any size before it: "(None, 784)".
std::string batchedShape(const Shape& shape)
{
    std::string text = "(None,";
    for (std::size_t i = 0; i < shape.rank(); ++i)
        text += (i == 0 ? " " : ", ") + std::to_string(shape[i]);
    return text + ")";
}

/// Keras' words in TensorFlow's, what is longer first. A function that differs by more has a file of its own here.
constexpr CodePhrase phrases[] = {
    {"padding=\"valid\", data_format=\"channels_last\"", "padding=\"VALID\""},
    {"ops.conv(", "tf.nn.conv2d("},
    {"ops.average_pool(", "tf.nn.avg_pool2d("},
    {"ops.max_pool(", "tf.nn.max_pool2d("},
    {"ops.binary_crossentropy(target, logits, from_logits=True)",
     "tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=logits)"},
    {"ops.sparse_categorical_crossentropy(classes, logits, from_logits=True)",
     "tf.nn.sparse_softmax_cross_entropy_with_logits(labels=classes, logits=logits)"},
    {"keras.random.dropout(", "tf.nn.dropout("},
    {"ops.swapaxes(tensor, -2, -1)", "tf.linalg.matrix_transpose(tensor)"},
    {"ops.concatenate(", "tf.concat("},
    {"ops.take(", "tf.gather("},
    {"ops.mean(", "tf.reduce_mean("},
    {"ops.sum(", "tf.reduce_sum("},
    {"ops.max(", "tf.reduce_max("},
    {"ops.var(", "tf.math.reduce_variance("},
    {"ops.log(", "tf.math.log("},
    {"ops.rsqrt(", "tf.math.rsqrt("},
    {"ops.softmax(", "tf.nn.softmax("},
    {"ops.log_softmax(", "tf.nn.log_softmax("},
    {"ops.relu", "tf.nn.relu"},
    {"ops.leaky_relu(", "tf.nn.leaky_relu("},
    {"ops.gelu(", "tf.nn.gelu("},
    {"ops.silu(", "tf.nn.silu("},
    {"ops.", "tf."},
};

/// How a layer that is one expression is written.
const ExpressionSpelling& expressions()
{
    using Operation = Expression::Kind;
    static const ExpressionSpelling spelling = {.function = "def {name}(input{parameters}):\n    return {expression}\n",
                                                .name = "{type}_layer",
                                                .prefix = "tf.",
                                                .operations = {{Operation::Power, "tf.pow({}, {})"},
                                                               {Operation::Log, "tf.math.log({})"},
                                                               {Operation::Log1p, "tf.math.log1p({})"}}};
    return spelling;
}

class TensorFlow final : public CodeExporter {
public:
    std::string name() const override { return "tensorflow"; }
    std::string title() const override { return "TensorFlow"; }
    std::string extension() const override { return ".py"; }
    std::string language() const override { return "python"; }
    std::string help() const override
    {
        return "A tf.Module in which a shared parameter is one tf.Variable that several lines of its call read, with "
               "its loss, its optimizer and a training loop; the weights are in a safetensors file beside it.";
    }

protected:
    const FunctionLibrary& library() const override
    {
        static const FunctionLibrary functions(tensorflowFiles(), &expressions(), phrases);
        return functions;
    }

    bool trainsUnclipped() const override { return true; }
    std::span<const std::string_view> reservedNames() const override
    {
        static const std::vector<std::string_view> names =
            pythonReserved({"features", "targets", "training", "tf", "np", "math"});
        return names;
    }

    std::string code(const CodePlan& plan, const ExportRequest& request, const CodeFiles& files) const override
    {
        const PythonModel model(plan, request, moduleAttributes);
        const std::string body = model.functions(library(), {"support/train"}) + modelClass(plan, model, files);
        return filled(moduleText, model.moduleParts(files.code, files.weights, body));
    }

private:
    std::string modelClass(const CodePlan& plan, const PythonModel& model, const CodeFiles& files) const
    {
        std::string variables;
        for (const CodeParameter& parameter : plan.parameters) {
            const std::string name = model.attribute(parameter);
            variables += "        # " + inComment(model.uses(parameter)) + "\n";
            variables += wrapped("        self." + name + " = tf.Variable(tensors[" + pythonString(parameter.name) +
                                 "], name=" + pythonString(name) + (parameter.trainable ? ")" : ", trainable=False)"));
            variables += '\n';
        }
        return filled(
            classText,
            {{"class", model.className()},
             {"weights", pythonString(files.weights)},
             {"name", plan.class_name},
             {"variables", variables},
             {"predictions", model.predictionLines()},
             {"outputs", wrapped("        " + model.outputNames() + " = self(features, training)")},
             {"losses", model.lossLines()},
             {"signature", batchedShape(plan.feature_shape)},
             {"optimizer", wrapped("    return " + model.optimizer(library(), "model.trainable_variables"))}});
    }
};

} // namespace

const Exporter& tensorflowExporter()
{
    static const TensorFlow exporter;
    return exporter;
}

} // namespace ligature

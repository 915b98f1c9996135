// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/description.h"
#include "core/export/exporter.h"
#include "core/export/onnx/onnx_layer.h"
#include "core/export/onnx/onnx_model_writer.h"
#include "core/export/onnx/onnx_view.h"
#include "core/network/composites.h"

namespace ligature {

namespace {

std::string line(const OnnxValue& value)
{
    std::string text = value.name + ": float32 (";
    const char* between = "";
    for (const OnnxExtent& extent : value.shape) {
        text += between;
        text += std::holds_alternative<std::string>(extent) ? std::get<std::string>(extent)
                                                            : std::to_string(std::get<std::int64_t>(extent));
        between = ", ";
    }
    return text + ")\n";
}

class Onnx final : public Exporter {
public:
    std::string name() const override { return "onnx"; }
    std::string title() const override { return "ONNX"; }
    std::string extension() const override { return ".onnx"; }
    std::string help() const override
    {
        return "Read by ONNX Runtime (1.16 and newer) and by whatever takes IR version 8 with operator set 17: each "
               "parameter is one initializer, and what ties to it are nodes that read it. It is what the network "
               "predicts: losses are left out, and nothing is dropped.";
    }
    bool supportsLayer(const LayerType& type) const override
    {
        return type.category() == LayerCategory::Loss ||
               takesWholeOrParts(type, [](const LayerType& each) { return findOnnxLayer(each.name()) != nullptr; });
    }
    bool supportsView(const ViewType& type) const override { return findOnnxView(type.name()) != nullptr; }

    Result<std::vector<ExportedFile>> write(const ExportRequest& request, const std::string& file_name) const override
    {
        if (const auto valid = checkTensorNames(request.weights, {}); !valid)
            return tl::unexpected(valid.error());
        Result<OnnxModel> model = writeOnnxModel(request);
        if (!model)
            return tl::unexpected(model.error());
        fillInitializers(*model, request.weights);
        return encodeOnnx(*model).map([&](std::string&& bytes) {
            return std::vector<ExportedFile>{{file_name, std::move(bytes)}};
        });
    }

    Result<std::string> preview(const ExportRequest& request) const override
    {
        const Result<OnnxModel> model = writeOnnxModel(request);
        if (!model)
            return tl::unexpected<Error>(model.error());
        std::string text = "inputs\n";
        for (const OnnxValue& value : model->inputs)
            text += "  " + line(value);
        text += "outputs\n";
        for (const OnnxValue& value : model->outputs)
            text += "  " + line(value);
        text += "initializers\n";
        for (const auto& [tensor, help] : model->initializers)
            text += "  " + tensor.name + ": float32 " + tensor.shape.toString() + ". " + help + "\n";
        text += "nodes\n";
        for (const OnnxNode& node : model->nodes)
            text += "  " + toString(node) + "\n";
        return text;
    }
};

} // namespace

const Exporter& onnxExporter()
{
    static const Onnx exporter;
    return exporter;
}

} // namespace ligature

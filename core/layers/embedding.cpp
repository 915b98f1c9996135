// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Embedding final : public LayerType {
public:
    std::string name() const override { return "embedding"; }
    std::string title() const override { return "Embedding"; }
    LayerCategory category() const override { return LayerCategory::Sequence; }
    std::string summary() const override { return "Looks up a vector for each index, as torch.nn.Embedding."; }
    std::string help() const override
    {
        return "y = E[x]: input (…) of whole numbers from 0 up to below num_embeddings, weight E (num_embeddings, "
               "embedding_dim), output (…, embedding_dim). A Dense layer of num_embeddings output features after a "
               "network of embedding_dim features has a weight of the same shape: tied to it (Press and Wolf 2017), "
               "the output layer reads E as it is. E then serves as the output too, so start it with a normal "
               "deviation of 0.02: from PyTorch's 1 the first loss is several times too high.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "num_embeddings",
                              .label = "Embeddings",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{10000},
                              .minimum = 1,
                              // Data are floats, which count to 2^24 without a gap.
                              .maximum = 16777216,
                              .help = "How many indices there are: the size of the vocabulary."},
                AttributeSpec{.name = "embedding_dim",
                              .label = "Dimensions",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{64},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "How many numbers stand for an index.",
                              .is_width = true}};
    }
    std::vector<SlotSpec> slots(const Attributes&) const override
    {
        return {{"weight", "The matrix E (num_embeddings, embedding_dim), a row an index.", Initializer{"normal", {}}}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const auto count = attributes.get<std::int64_t>("num_embeddings");
        const auto width = attributes.get<std::int64_t>("embedding_dim");
        std::vector<std::int64_t> output = inputs[0].extents();
        output.push_back(width);
        // As torch.nn.init counts the fans of a matrix (rows, columns).
        return Inference{.outputs = {Shape(std::move(output))}, .slots = {{Shape{count, width}, Fans{width, count}}}};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(embeddingOp(), {lowering.input(0), lowering.slot("weight")}));
    }
};

} // namespace

const LayerType& embeddingLayer()
{
    static const Embedding type;
    return type;
}

} // namespace ligature

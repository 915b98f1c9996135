// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/view.h"

namespace ligature {

namespace {

/// out[.., i, j] = W[.., i, j] where the pattern has (i, j), and 0 elsewhere.
class Mask final : public ViewType {
public:
    std::string name() const override { return "mask"; }
    std::string title() const override { return "Masked"; }
    std::string help() const override
    {
        return "Reads zeros in place of some entries, which then are not trained: a triangle, as numpy.tril and triu "
               "(an autoregressive layer: Germain et al. 2015), or blocks along the diagonal (groups that do not see "
               "each other). A band is a lower triangle of an upper one.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "pattern",
                              .label = "Pattern",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("lower"),
                              .help = "Which entries of the last two axes are read.",
                              .choices = {{"lower", "lower triangle"},
                                          {"upper", "upper triangle"},
                                          {"blocks", "blocks along the diagonal"}}},
                AttributeSpec{.name = "diagonal",
                              .label = "Diagonal",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{0},
                              .minimum = -1e9,
                              .maximum = 1e9,
                              .help = "Of a triangle: the last diagonal in it. 0 is the main one, 1 the one above it."},
                AttributeSpec{.name = "blocks",
                              .label = "Blocks",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{2},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "How many blocks there are."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        const auto& pattern = attributes.get<std::string>("pattern");
        if (pattern == "blocks")
            return "blocks" + std::to_string(attributes.get<std::int64_t>("blocks")) + "(" + inner + ")";
        const auto diagonal = attributes.get<std::int64_t>("diagonal");
        return (pattern == "lower" ? "tril(" : "triu(") + inner +
               (diagonal == 0 ? std::string(")") : ", " + std::to_string(diagonal) + ")");
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        if (input.rank() < 2)
            return fail({}, "a mask is of two axes, and this is " + input.toString(), "mask a matrix");
        const auto blocks = attributes.get<std::int64_t>("blocks");
        const std::int64_t rows = input[input.rank() - 2];
        const std::int64_t columns = input[input.rank() - 1];
        if (attributes.get<std::string>("pattern") == "blocks" && (rows % blocks != 0 || columns % blocks != 0)) {
            return fail({},
                        input.toString() + " cannot be divided into " + std::to_string(blocks) + " × " +
                            std::to_string(blocks) + " equal blocks",
                        "take a number of blocks that both extents can be divided by");
        }
        return input;
    }
    Result<Shape> inputShape(const Shape& output, const Attributes& attributes) const override
    {
        return outputShape(output, attributes);
    }
    void read(LinearRead& places, const Shape& input, const Attributes& attributes) const override
    {
        const auto& pattern = attributes.get<std::string>("pattern");
        const auto diagonal = attributes.get<std::int64_t>("diagonal");
        const auto blocks = attributes.get<std::int64_t>("blocks");
        const std::int64_t rows = input[input.rank() - 2];
        const std::int64_t columns = input[input.rank() - 1];
        places.coefficient.resize(places.index.size(), 1.0);
        for (std::size_t i = 0; i < places.index.size(); ++i) {
            const std::int64_t column = places.index[i] % columns;
            const std::int64_t row = places.index[i] / columns % rows;
            const bool is_read = pattern == "lower"   ? column - row <= diagonal
                                 : pattern == "upper" ? column - row >= diagonal
                                                      : row / (rows / blocks) == column / (columns / blocks);
            if (!is_read)
                places.coefficient[i] = 0;
        }
    }
};

} // namespace

const ViewType& maskViewType()
{
    static const Mask type;
    return type;
}

} // namespace ligature

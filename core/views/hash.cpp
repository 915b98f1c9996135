// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/view.h"

namespace ligature {

namespace {

/// The steps of SplitMix64 (Steele, Lea and Flood 2014) after its addition.
std::uint64_t mixed(std::uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/// HashedNets (Chen, Wilson, Tyree, Weinberger and Chen 2015): out[i] = sign(i) W[h(i) >> 1 mod n], where i is the
/// row-major place, n the parameter's size, h(i) = mixed(mixed(seed + 1) + i * 0x9e3779b97f4a7c15), and the sign is
/// minus where h(i) is odd.
class Hash final : public ViewType {
public:
    std::string name() const override { return "hash"; }
    std::string title() const override { return "Hashed"; }
    std::string help() const override
    {
        return "Reads a large tensor out of a small one: a hash of each place and the seed says which entry it reads "
               "(HashedNets, Chen et al. 2015), and another bit of it whether with a minus, which keeps the mean of "
               "what "
               "collides near 0. Give the parameter a shape of its own: as many entries as you want to pay for.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "shape",
                              .label = "Shape",
                              .kind = AttributeKind::Shape,
                              .default_value = Shape{1},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "The extents that are read, outermost first: what the slot needs."},
                AttributeSpec{.name = "seed",
                              .label = "Seed",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{0},
                              .minimum = 0,
                              .maximum = 1e12,
                              .help = "Another seed scatters the entries another way."},
                AttributeSpec{.name = "signs",
                              .label = "Signs",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether half of the places read with a minus."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        return (attributes.get<bool>("signs") ? "±hash(" : "hash(") + inner + ")";
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        if (input.elementCount() < 1)
            return fail({}, "there is nothing to hash into", "give the parameter a shape with entries");
        return attributes.get<Shape>("shape");
    }
    Result<Shape> inputShape(const Shape&, const Attributes&) const override
    {
        return fail({}, "how large the parameter is cannot be told from what is hashed out of it",
                    "give the parameter a shape");
    }
    void read(LinearRead& places, const Shape& input, const Attributes& attributes) const override
    {
        const auto size = static_cast<std::uint64_t>(input.elementCount());
        const std::uint64_t start = mixed(static_cast<std::uint64_t>(attributes.get<std::int64_t>("seed")) + 1);
        const bool signs = attributes.get<bool>("signs");
        if (signs)
            places.coefficient.resize(places.index.size(), 1.0);
        for (std::size_t i = 0; i < places.index.size(); ++i) {
            const std::uint64_t hash =
                mixed(start + static_cast<std::uint64_t>(places.index[i]) * 0x9e3779b97f4a7c15ULL);
            places.index[i] = static_cast<std::int64_t>((hash >> 1) % size);
            if (signs && hash % 2 == 1)
                places.coefficient[i] = -places.coefficient[i];
        }
    }
    bool repeats() const override { return true; }
    std::optional<Attributes> fitting(const Shape&, const Shape& output) const override
    {
        return Attributes{{"shape", output}};
    }
};

} // namespace

const ViewType& hashViewType()
{
    static const Hash type;
    return type;
}

} // namespace ligature

// SPDX-License-Identifier: 0BSD
// needs: support/hash_of, support/tensor
/// A large tensor out of a small one: a hash of each place says which number it reads, and whether with a minus.
inline Tensor hash(const Tensor& parameter, std::int64_t seed, bool signs, const Shape& output_shape)
{
    const Tensor values = parameter.contiguous();
    const auto count = static_cast<std::uint64_t>(values.size());
    Tensor output(output_shape);
    std::uint64_t place = hash_of(static_cast<std::uint64_t>(seed) + 1);
    for (Size i = 0; i < output.size(); ++i) {
        const std::uint64_t hashed = hash_of(place);
        const float number = values.data()[static_cast<Size>((hashed >> 1) % count)];
        output.data()[i] = signs && hashed % 2 == 1 ? -number : number;
        place += 0x9e3779b97f4a7c15U;
    }
    return output;
}

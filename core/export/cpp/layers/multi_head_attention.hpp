// SPDX-License-Identifier: 0BSD
// needs: layers/dense, layers/softmax
/// Self-attention: input and output (batch, steps, width), in_proj_weight (3 width, width) for queries, keys and values,
/// out_proj_weight (width, width). Each head is softmax(Q K^T / sqrt(size)) V of its share of the features; where it is
/// causal a step sees itself and those before it.
inline Tensor multi_head_attention(const Tensor& input, const Tensor& in_proj_weight,
                                   const std::optional<Tensor>& in_proj_bias, const Tensor& out_proj_weight,
                                   const std::optional<Tensor>& out_proj_bias, Size num_heads, bool causal)
{
    const Size steps = input.extent(1);
    const Size width = input.extent(2);
    const Size size = width / num_heads;
    const Tensor projected = dense(input, in_proj_weight, in_proj_bias);
    Tensor attended(input.shape());
    for (Size place = 0; place < input.extent(0) * steps * num_heads; ++place) {
        const Size head = place % num_heads;
        const Size step = place / num_heads % steps;
        const Size first = place / num_heads - step; // of the sample's steps
        // The head's query, key (part 1) or value (part 2) of a step.
        const auto at = [&](Size of, Size part) {
            return projected.data() + ((first + of) * 3 + part) * width + head * size;
        };
        const Size seen = causal ? step + 1 : steps;
        Tensor scores({seen});
        for (Size other = 0; other < seen; ++other) {
            const double product = std::inner_product(at(step, 0), at(step, 0) + size, at(other, 1), 0.0);
            scores.data()[other] = static_cast<float>(product / std::sqrt(static_cast<double>(size)));
        }
        const Tensor shares = softmax(scores);
        for (Size i = 0; i < size; ++i) {
            double sum = 0;
            for (Size other = 0; other < seen; ++other)
                sum += static_cast<double>(shares[other]) * static_cast<double>(at(other, 2)[i]);
            attended.data()[(first + step) * width + head * size + i] = static_cast<float>(sum);
        }
    }
    return dense(attended, out_proj_weight, out_proj_bias);
}

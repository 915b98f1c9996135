// SPDX-License-Identifier: 0BSD
// needs: support/mapped
/// x times the standard normal distribution at x; or its approximation by tanh.
inline Tensor gelu(const Tensor& input, const std::string& approximate)
{
    if (approximate == "tanh") {
        return mapped(input, [](float x) {
            return 0.5F * x * (1.0F + std::tanh(0.797884561F * (x + 0.044715F * x * x * x)));
        });
    }
    return mapped(input, [](float x) { return 0.5F * x * (1.0F + std::erf(x * 0.707106781F)); });
}

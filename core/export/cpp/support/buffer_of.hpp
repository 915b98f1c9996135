// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/parameter_info
/// The one buffer of all parameters.
inline Tensor::Buffer buffer_of(std::vector<float> numbers, const std::vector<ParameterInfo>& parameters)
{
    Size count = 0;
    for (const ParameterInfo& parameter : parameters)
        count += parameter.shape.count();
    if (static_cast<Size>(numbers.size()) != count) {
        throw std::invalid_argument("the parameters are " + std::to_string(count) + " numbers, and " +
                                    std::to_string(numbers.size()) + " are given");
    }
    return std::make_shared<std::vector<float>>(std::move(numbers));
}

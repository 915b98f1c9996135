// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// Numbers that are given, as a tensor (batch, numbers of a sample).
inline Tensor batch_of(const std::string& what, const std::vector<float>& given, Size batch, Size width)
{
    if (batch < 1 || static_cast<Size>(given.size()) / batch != width || static_cast<Size>(given.size()) % batch != 0) {
        throw std::invalid_argument(what + ": " + std::to_string(given.size()) + " numbers are given, and " +
                                    std::to_string(batch) + " * " + std::to_string(width) + " are needed");
    }
    return Tensor(std::make_shared<std::vector<float>>(given), 0, {batch, width});
}

// SPDX-License-Identifier: 0BSD
// needs: support/shape
/// What the weights' file has a parameter as.
struct ParameterInfo {
    std::string name;
    Shape shape;
    bool is_state; ///< running statistics, which are not trained
};

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/program/operation_graph.h"
#include "core/program/program.h"
#include "core/tying/derived_network.h"

namespace ligature {

/// The pull between the copies of what the drawn network ties, in an arm that is tied softly: the penalty
///     strength / 2 * sum over the uses of |copy - read(view, m)|²
/// on how far each copy is from what its use would read of one parameter m, m being the one that is nearest to all of
/// them. With the learning rate r, s = r strength / (1 + r strength):
/// - before the update, each copy's gradient becomes (1 - s) of its own and s of what the tie would take, the sum over
///   the uses, read through its view;
/// - after it, the copy goes the share s / (1 + s) of the way to read(view, m): a proximal step (Parikh and Boyd 2014,
///   section 2.3), stable at any strength, of the length at which both together rest where the penalty does.
/// Where it comes to rest is where the penalty does: the uses' gradients sum to 0, and each is strength times what
/// keeps its copy away. At strength 0 it is the untied twin to the last bit. The larger it is, the nearer to the tie,
/// whose steps it makes in the end (but for optimizers that normalise the gradient of a use that is scaled, and for
/// clipping, which counts each copy). What is reported as loss is without the penalty.
class SoftTies {
public:
    /// None.
    SoftTies() = default;
    /// @param made what DerivedNetwork::is_soft says is made so
    /// @param drawn the drawn network's graph: the shapes of what is read
    SoftTies(const DerivedNetwork& made, const OperationGraph& drawn, const Program<float>& program);

    [[nodiscard]] bool isEmpty() const { return m_groups.empty(); }
    /// Before an update; allocates nothing.
    void mixGradients(std::span<ProgramParameter<float>> parameters, double learning_rate, double strength);
    /// After it; allocates nothing.
    void pull(std::span<ProgramParameter<float>> parameters, double learning_rate, double strength);

    /// What the places of the copies take. Saturates.
    [[nodiscard]] static std::int64_t bytesNeeded(const DerivedNetwork& made, const OperationGraph& graph);

private:
    struct Copy {
        std::size_t parameter = 0;       ///< its place in the program
        std::vector<std::int64_t> index; ///< of what each value reads, in the order of the memory
        std::vector<float> coefficient;  ///< empty: 1
        [[nodiscard]] float factor(std::size_t i) const { return coefficient.empty() ? 1 : coefficient[i]; }
    };
    struct Group {
        std::vector<Copy> copies;
        std::vector<float> weight;  ///< of each value of m: the sum of the squared coefficients that read it
        std::vector<float> nearest; ///< m; or the sum of gradients
    };
    std::vector<Group> m_groups;
};

} // namespace ligature

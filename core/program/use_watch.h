// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/program/operation_graph.h"
#include "core/program/program.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

/// A parameter whose gradient comes from several uses, and where on the way back each adds its part.
struct WatchedParameter {
    /// Operations of one use, one after the other as far as this parameter's gradient is concerned.
    struct Run {
        std::size_t last_operation = 0; ///< of it on the way back: the smallest index
        std::size_t use = 0;
    };
    ParameterId parameter;
    std::size_t index = 0;       ///< in OperationGraph::parameters
    std::vector<Slot> uses = {}; ///< in the order of their layers' ids; those that lead to a loss
    std::vector<Run> runs = {};  ///< in the order of the way back
};

/// The trainable parameters with two uses and more, in the order of the ids. Allocates nothing by shape.
[[nodiscard]] std::vector<WatchedParameter> watchedParameters(const OperationGraph& graph);

/// What each use adds to the gradient of its shared parameter, d_i, pulled back to the storage through its view and
/// times its factor: the gradient is their sum. Of these the inner products <d_i, d_j> are kept, which norms, shares
/// and cosines come from.
///
/// How: all kernels add to one buffer, one use after the other, so d_i is what the buffer gained while use i's
/// operations ran: what it holds is copied aside after each use but the last. Nothing else is computed or ordered
/// otherwise, so a step that is watched gives the same bits as one that is not.
///
/// Precision: differences and products are taken in double precision, but the buffer is of type T. Each d_i is exact
/// to about half a unit in the last place of the running sum, element by element (float: 6e-8 of it). The first use on
/// the way back (the one nearest to the loss) is exact; of a later one whose norm is below about 1e-5 of what came
/// before it, the cosines are noise.
template <typename T>
class UseWatch {
public:
    /// Plans and allocates everything.
    /// @param program of this graph; must outlive this
    UseWatch(const OperationGraph& graph, const Program<T>& program);

    /// What the constructor would allocate. Saturates.
    [[nodiscard]] static std::int64_t bytesNeeded(const OperationGraph& graph);

    [[nodiscard]] std::span<const WatchedParameter> parameters() const { return m_parameters; }
    /// After Program::backward() with this watch: <d_i, d_j>, row by row, of parameters()[parameter].
    [[nodiscard]] std::span<const double> products(std::size_t parameter) const;
    /// Of all parameters one after the other.
    [[nodiscard]] std::span<const double> products() const { return m_products; }

private:
    friend class Program<T>;

    /// After this operation of the way back, the gradient is copied aside.
    struct Stop {
        std::size_t operation = 0;
        std::span<const T> gradient;
        T* copy = nullptr;
    };
    /// One watched parameter's running sums: those copied aside, and the buffer itself for the last.
    struct Sums {
        std::vector<const T*> after_run;
        std::size_t elements = 0;
        std::size_t first_product = 0;
    };

    void measure();
    void multiply(const WatchedParameter& parameter, const Sums& sums);
    void foldRuns(const WatchedParameter& parameter, std::span<double> products) const;

    std::vector<WatchedParameter> m_parameters;
    AlignedArray<T> m_copies;
    std::vector<Stop> m_stops; ///< in the order of the way back
    std::vector<Sums> m_sums;  ///< by parameter
    AlignedArray<double> m_block;
    std::vector<double> m_run_products;
    std::vector<double> m_products;
};

} // namespace ligature

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>

#include "core/ops/op.h"

/// Operands as Eigen sees them. All buffers begin at a multiple of 64 bytes.
namespace ligature {

template <typename T>
using ArrayMap = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1>, Eigen::Aligned64>;
template <typename T>
using RowMajorMap = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>, Eigen::Aligned64>;
/// One row inside a buffer, which may begin anywhere.
template <typename T>
using RowMap = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1>>;
template <typename T>
using ConstRowMap = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>;

/// How many elements of the operand's buffer are in use in this step.
template <typename T>
Eigen::Index liveElements(const Operand<T>& operand, const StepContext& context)
{
    return operand.elements() * (operand.spec.batched ? context.batch : 1);
}

template <typename T>
ArrayMap<T> dataOf(const Operand<T>& operand, const StepContext& context)
{
    return ArrayMap<T>(operand.data, liveElements(operand, context));
}

template <typename T>
ArrayMap<T> gradientOf(const Operand<T>& operand, const StepContext& context)
{
    return ArrayMap<T>(operand.gradient, liveElements(operand, context));
}

/// Writes an operand's gradient, or adds to what another reader has written.
template <typename T, typename Expression>
void putGradient(const Operand<T>& operand, const StepContext& context, const Expression& expression)
{
    auto gradient = gradientOf(operand, context);
    if (operand.accumulate)
        gradient += expression;
    else
        gradient = expression;
}

/// The extent of the last axis, and how many rows of it there are in this step.
template <typename T>
Eigen::Index lastExtent(const Operand<T>& operand)
{
    const Shape& shape = operand.spec.shape;
    return shape.rank() == 0 ? 1 : shape[shape.rank() - 1];
}

} // namespace ligature

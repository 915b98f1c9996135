// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/network/network.h"
#include "core/program/initial_values.h"
#include "core/program/program.h"

namespace ligature::testing {

/// A network with its program in double precision, for tests that look into a step. Faults of a test throw.
class CompiledNetwork {
public:
    explicit CompiledNetwork(const Network& network, std::int64_t batch = 1);

    /// Of a shared parameter by its name, or of a private one: "layer.slot".
    void setParameter(const std::string& name, const std::vector<double>& values);
    void setParameters(const InitialValues& values);
    /// All samples of an input or target layer, one after the other.
    void setInput(const std::string& layer, const std::vector<double>& values);
    /// Sets the inputs that losses compare with such that the derivative of the loss by every element of every
    /// prediction is 1, as if the loss were the sum of all predictions. Other inputs must be set.
    void makeLossASum();

    double run(); ///< forward and backward; the loss
    [[nodiscard]] std::vector<double> output(const std::string& layer) const;
    /// The derivative of the loss by what a layer computes.
    [[nodiscard]] std::vector<double> outputGradient(const std::string& layer) const;
    [[nodiscard]] std::vector<double> values(const std::string& parameter) const;
    /// Row-major over the parameter's shape; empty where it has none.
    [[nodiscard]] std::vector<double> gradient(const std::string& parameter) const;

    [[nodiscard]] const OperationGraph& graph() const { return m_graph; }
    [[nodiscard]] Program<double>& program() { return *m_program; }

private:
    [[nodiscard]] const ProgramParameter<double>& parameter(const std::string& name) const;
    [[nodiscard]] const GraphInput& input(LayerId layer) const;
    [[nodiscard]] ValueIndex outputOf(LayerId layer) const;

    Network m_network;
    std::int64_t m_batch;
    OperationGraph m_graph;
    std::unique_ptr<Program<double>> m_program;
};

/// The largest difference of two lists; infinite where their sizes differ.
[[nodiscard]] double largestDifference(const std::vector<double>& a, const std::vector<double>& b);

/// Numbers that differ from each other, and are the same each time.
[[nodiscard]] std::vector<double> someNumbers(std::int64_t count, double first = 0.1);

/// An Input layer, and a mean squared error of the layer's output against an Input layer of its own, "target of NAME".
LayerId addInput(Network& network, const std::string& name, Shape shape);
void addSumLoss(Network& network, LayerId prediction);

/// Adds a layer that reads `from`.
LayerId addAfter(Network& network, LayerId from, const std::string& type, const std::string& name,
                 Attributes attributes = {});

/// Adds a shared parameter of that shape, which nothing reads yet.
ParameterId addParameter(Network& network, const std::string& name, Shape shape);

} // namespace ligature::testing

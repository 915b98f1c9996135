// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/use_watch.h"

#include <algorithm>
#include <map>
#include <set>

#include <Eigen/Core>

namespace ligature {

namespace {

/// Elements that are taken at a time: what all uses added fits the processor's nearest memory.
constexpr std::size_t blockSize = 512;

std::int64_t copiedElements(const OperationGraph& graph, const WatchedParameter& watched, std::size_t element_size)
{
    const auto line = static_cast<std::int64_t>(bufferAlignment / element_size);
    const std::int64_t elements = graph.parameters[watched.index].shape.elementCount();
    return Shape{(elements - 1) / line + 1, line, static_cast<std::int64_t>(watched.runs.size()) - 1}.elementCount();
}

std::size_t mostRuns(std::span<const WatchedParameter> parameters)
{
    std::size_t most = 0;
    for (const WatchedParameter& watched : parameters)
        most = std::max(most, watched.runs.size());
    return most;
}

/// Numbers the uses in their order, and puts runs of the same use together.
WatchedParameter planned(WatchedParameter watched, std::span<const std::pair<std::size_t, Slot>> reads)
{
    std::set<Slot> uses;
    for (const auto& [operation, slot] : reads)
        uses.insert(slot);
    watched.uses.assign(uses.begin(), uses.end());
    for (const auto& [operation, slot] : reads) {
        const auto use = static_cast<std::size_t>(std::distance(uses.begin(), uses.find(slot)));
        if (watched.runs.empty() || watched.runs.back().use != use)
            watched.runs.push_back({operation, use});
        watched.runs.back().last_operation = operation;
    }
    return watched;
}

} // namespace

std::vector<WatchedParameter> watchedParameters(const OperationGraph& graph)
{
    std::map<ParameterId, std::vector<std::pair<std::size_t, Slot>>> reads;
    std::set<ParameterId> trained;
    for (std::size_t operation = graph.operations.size(); operation-- > 0;) {
        for (const ValueIndex input : graph.operations[operation].inputs) {
            const GraphValue* value = &graph.values[static_cast<std::size_t>(input)];
            if (value->parameter)
                trained.insert(*value->parameter);
            // A use that is stopped reads the storage through a value without a gradient, and adds nothing.
            if (!value->parameter && value->memory_of)
                value = &graph.values[static_cast<std::size_t>(*value->memory_of)];
            if (value->parameter && value->slot)
                reads[*value->parameter].emplace_back(operation, *value->slot);
        }
    }
    std::vector<WatchedParameter> found;
    for (std::size_t i = 0; i < graph.parameters.size(); ++i) {
        const GraphParameter& parameter = graph.parameters[i];
        if (!parameter.trainable || parameter.state || parameter.shape.elementCount() == 0 ||
            !trained.contains(parameter.id))
            continue;
        WatchedParameter watched = planned({parameter.id, i}, reads[parameter.id]);
        if (watched.uses.size() > 1)
            found.push_back(std::move(watched));
    }
    return found;
}

template <typename T>
UseWatch<T>::UseWatch(const OperationGraph& graph, const Program<T>& program) : m_parameters(watchedParameters(graph))
{
    std::int64_t elements = 0;
    for (const WatchedParameter& watched : m_parameters)
        elements += copiedElements(graph, watched, sizeof(T));
    m_copies = AlignedArray<T>(static_cast<std::size_t>(elements));
    T* copy = m_copies.data();
    std::size_t products = 0;
    for (const WatchedParameter& watched : m_parameters) {
        const std::span<const T> gradient = program.parameters()[watched.index].gradient;
        const std::size_t stops = watched.runs.size() - 1;
        const std::int64_t stride = copiedElements(graph, watched, sizeof(T)) / static_cast<std::int64_t>(stops);
        Sums sums{{}, gradient.size(), products};
        for (std::size_t run = 0; run < stops; ++run, copy += stride) {
            m_stops.push_back({watched.runs[run].last_operation, gradient, copy});
            sums.after_run.push_back(copy);
        }
        sums.after_run.push_back(gradient.data());
        m_sums.push_back(std::move(sums));
        products += watched.uses.size() * watched.uses.size();
    }
    std::ranges::stable_sort(m_stops, std::greater(), &Stop::operation);
    const std::size_t runs = mostRuns(m_parameters);
    m_block = AlignedArray<double>(runs * blockSize);
    m_run_products.resize(runs * runs);
    m_products.resize(products);
}

template <typename T>
std::int64_t UseWatch<T>::bytesNeeded(const OperationGraph& graph)
{
    const std::vector<WatchedParameter> parameters = watchedParameters(graph);
    const auto runs = static_cast<std::int64_t>(mostRuns(parameters));
    std::int64_t bytes =
        runs * static_cast<std::int64_t>((blockSize + static_cast<std::size_t>(runs)) * sizeof(double));
    for (const WatchedParameter& watched : parameters) {
        const Shape copies{copiedElements(graph, watched, sizeof(T)), static_cast<std::int64_t>(sizeof(T))};
        if (__builtin_add_overflow(bytes, copies.elementCount(), &bytes))
            return std::numeric_limits<std::int64_t>::max();
    }
    return bytes;
}

template <typename T>
std::span<const double> UseWatch<T>::products(std::size_t parameter) const
{
    const std::size_t uses = m_parameters[parameter].uses.size();
    return std::span(m_products).subspan(m_sums[parameter].first_product, uses * uses);
}

template <typename T>
void UseWatch<T>::measure()
{
    for (std::size_t i = 0; i < m_parameters.size(); ++i)
        multiply(m_parameters[i], m_sums[i]);
}

template <typename T>
void UseWatch<T>::multiply(const WatchedParameter& parameter, const Sums& sums)
{
    using Row = Eigen::Map<Eigen::VectorXd, Eigen::Aligned64>;
    const std::size_t runs = sums.after_run.size();
    std::fill_n(m_run_products.data(), runs * runs, 0.0);
    for (std::size_t from = 0; from < sums.elements; from += blockSize) {
        const std::size_t count = std::min(blockSize, sums.elements - from);
        const auto row = [&](std::size_t run) {
            return Row(m_block.data() + run * blockSize, static_cast<Eigen::Index>(count));
        };
        for (std::size_t run = 0; run < runs; ++run) {
            const T* const now = sums.after_run[run] + from;
            double* const added = m_block.data() + run * blockSize;
            if (run == 0) {
                std::copy_n(now, count, added);
            } else {
                const T* const before = sums.after_run[run - 1] + from;
                for (std::size_t i = 0; i < count; ++i)
                    added[i] = static_cast<double>(now[i]) - static_cast<double>(before[i]);
            }
            for (std::size_t other = 0; other <= run; ++other)
                m_run_products[run * runs + other] += row(run).dot(row(other));
        }
    }
    const std::size_t uses = parameter.uses.size();
    foldRuns(parameter, std::span(m_products).subspan(sums.first_product, uses * uses));
}

/// A use's part is the sum of its runs', so its products are sums of theirs.
template <typename T>
void UseWatch<T>::foldRuns(const WatchedParameter& parameter, std::span<double> products) const
{
    std::ranges::fill(products, 0.0);
    const std::size_t runs = parameter.runs.size();
    const std::size_t uses = parameter.uses.size();
    for (std::size_t run = 0; run < runs; ++run) {
        for (std::size_t other = 0; other <= run; ++other) {
            const double product = m_run_products[run * runs + other];
            const std::size_t i = parameter.runs[run].use;
            const std::size_t j = parameter.runs[other].use;
            products[i * uses + j] += product;
            if (run != other)
                products[j * uses + i] += product;
        }
    }
}

template class UseWatch<float>;
template class UseWatch<double>;

} // namespace ligature

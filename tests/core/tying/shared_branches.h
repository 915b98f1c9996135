// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/edits.h"
#include "tests/support/compiled_network.h"
#include "tests/support/example_networks.h"

/// Small networks in which several layers read one parameter, each through a view of its own.
namespace ligature::testing {

using Numbers = std::vector<double>;

inline ViewStep slice(std::int64_t start, std::int64_t stop)
{
    return {"slice", {{"start", start}, {"stop", stop}}};
}

inline ViewStep entry(std::int64_t position)
{
    return {"index", {{"position", position}}};
}

inline ViewStep times(double factor)
{
    return {"scale", {{"factor", factor}}};
}

/// A Scale layer that reads the parameter through the view.
inline LayerId addScale(Network& network, LayerId from, const std::string& name, ParameterId parameter,
                        const View& view, bool per_layer = false)
{
    const LayerId layer =
        addAfter(network, from, "scale", name, {{"per", std::string(per_layer ? "layer" : "feature")}});
    must(tie(network, parameter, {layer, "scale"}, view));
    return layer;
}

inline LayerId addDense(Network& network, LayerId from, const std::string& name, std::int64_t outputs,
                        ParameterId parameter, const View& view)
{
    const LayerId layer = addAfter(network, from, "dense", name, {{"out_features", outputs}, {"bias", false}});
    must(tie(network, parameter, {layer, "weight"}, view));
    return layer;
}

inline LayerId addSum(Network& network, LayerId a, LayerId b, const std::string& name)
{
    const LayerId sum = addLayer(network, "add", name);
    must(link(network, {a, "output"}, {sum, "input1"}));
    must(link(network, {b, "output"}, {sum, "input2"}));
    return sum;
}

/// Several branches from one input x, each reading the vector s of `size` through a view, their losses sums.
struct Branches {
    Network network;
    ParameterId shared;
    LayerId x;

    Branches(std::int64_t features, const Shape& shape) : shared(addParameter(network, "s", shape))
    {
        x = addInput(network, "x", {features});
    }
    Slot add(const View& view, bool per_layer = false)
    {
        const LayerId layer = addScale(network, x, "branch" + std::to_string(network.next_id), shared, view, per_layer);
        addSumLoss(network, layer);
        return {layer, "scale"};
    }
    Numbers gradient(const Numbers& values, const Numbers& inputs) const
    {
        CompiledNetwork compiled(network, static_cast<std::int64_t>(inputs.size()) / features());
        compiled.setParameter("s", values);
        compiled.setInput("x", inputs);
        compiled.makeLossASum();
        compiled.run();
        return compiled.gradient("s");
    }

private:
    std::int64_t features() const { return network.layers.at(x).attributes.get<Shape>("shape").elementCount(); }
};

} // namespace ligature::testing

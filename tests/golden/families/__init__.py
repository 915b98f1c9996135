# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers and views that golden values are made for, a family a file. A family may have:

LAYERS   {layer type: function(inputs, attributes, parameter)}: what PyTorch computes; parameter("weight") is the slot's
         value as its tie reads it, and parameter.training whether the network trains. inputs are in the order of the
         ports. Several outputs: a dict by port.
SLOTS    {layer type: function(input shapes per sample, attributes) -> {slot: shape}}
STATE    {layer type: set of the slots that are state (running statistics), and so have no gradient}
LOSSES   {loss type: function(inputs, attributes) -> (loss, the measure beside it)}; inputs in the order of the ports
VIEWS    {view type: function(tensor, attributes)}
cases()  yields (title, layer types that it covers, network, spread of the weights[, options]), the options being
         {"features": function(count, generator), "targets": the same, "parameters": {name: the same},
          "training": True} for what does not suit
"""

import importlib
import pkgutil

FAMILIES = {module.name: importlib.import_module(f"{__name__}.{module.name}")
            for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name)}


def merged(kind):
    """One dictionary of what all families have of that kind."""
    return {key: value for family in FAMILIES.values() for key, value in getattr(family, kind, {}).items()}

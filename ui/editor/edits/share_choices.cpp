// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/share_choices.h"

namespace ligature {

std::vector<Slot> shareChoices(const Network& network, const SelectedItems& selected)
{
    std::vector<Slot> choices;
    for (const LayerId layer : selected.layers) {
        for (auto tie = network.ties.lower_bound(Slot{layer, {}});
             tie != network.ties.end() && tie->first.layer == layer; ++tie) {
            if (!network.parameters.at(tie->second.parameter).shared)
                choices.push_back(tie->first);
        }
    }
    return choices;
}

} // namespace ligature

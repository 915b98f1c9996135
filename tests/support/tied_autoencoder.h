// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>

#include "core/network/edits.h"
#include "core/project/project.h"

namespace ligature {

/// input (64) -> encoder (32) -> relu -> decoder (64) -> mean squared error against the input; the decoder's weight is
/// the encoder's transposed, the shared parameter "W". No errors, no warnings.
struct TiedAutoencoder {
    Project project;
    LayerId input;
    LayerId encoder;
    LayerId relu;
    LayerId decoder;
    LayerId loss;
    ParameterId weight;
    Slot encoder_weight;
    Slot decoder_weight;
};

inline TiedAutoencoder tiedAutoencoder()
{
    TiedAutoencoder t;
    Network& network = t.project.network;
    t.project.name = "Tied autoencoder";
    t.input = addLayer(network, "input", "input");
    t.encoder = addLayer(network, "dense", "encoder", {{"out_features", std::int64_t{32}}});
    t.relu = addLayer(network, "relu", "relu");
    t.decoder = addLayer(network, "dense", "decoder", {{"out_features", std::int64_t{64}}});
    t.loss = addLayer(network, "mean_squared_error", "loss");
    t.encoder_weight = {t.encoder, "weight"};
    t.decoder_weight = {t.decoder, "weight"};
    const auto feed = [&](LayerId from, LayerId to, const std::string& port) {
        if (!link(network, Port{from, "output"}, Port{to, port}))
            std::abort();
    };
    feed(t.input, t.encoder, "input");
    feed(t.encoder, t.relu, "input");
    feed(t.relu, t.decoder, "input");
    feed(t.decoder, t.loss, "prediction");
    feed(t.input, t.loss, "target");
    t.weight = shareSlot(network, t.encoder_weight, "W");
    if (!tie(network, t.weight, t.decoder_weight, transposeView()))
        std::abort();
    double x = 0;
    for (const LayerId layer : {t.input, t.encoder, t.relu, t.decoder, t.loss})
        t.project.canvas.layers[layer] = {x += 200, 100};
    t.project.canvas.parameters[t.weight] = {500, 320};
    t.project.canvas.colours[t.weight] = 0;
    return t;
}

} // namespace ligature

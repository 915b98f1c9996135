// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/layers/layer_type.h"

namespace ligature {

/// One of the layers that a composite layer is made of.
struct LayerPart {
    std::string name;           ///< "up": its slots are the composite's, under names such as "up.weight"
    std::string type;           ///< any LayerType's name, another composite's too; no data and no loss
    Attributes attributes = {}; ///< that differ from the defaults
    /// What feeds its ports, in their order: a port of the composite, or a part before it by its name.
    std::vector<std::string> inputs = {"input"};
};

/// A layer made of layers: its file declares a small network of existing types, the last of which gives its output.
/// People, files and ties see one layer; it is computed by the ops of its parts, and whatever has no hand-written
/// version of it (an exporter) is given the parts themselves: see network/composites.h. Thread-safe, as all types are.
class CompositeLayer : public LayerType {
public:
    /// What it is made of. Names, types, links and slots follow from the attributes alone; attributes of the parts may
    /// follow from the shapes that come in.
    /// @param attributes complete
    /// @param inputs per sample; empty where they are not known, when only the parts' slots are asked for
    [[nodiscard]] virtual std::vector<LayerPart> parts(const Attributes& attributes,
                                                       std::span<const Shape> inputs) const = 0;

    /// A part with its type and all its attributes.
    struct Part {
        /// Where a port is fed from: an input of the composite, or the first output of a part before it.
        struct Source {
            std::optional<std::size_t> part;
            std::size_t input = 0; ///< of the composite, where it is no part
        };
        std::string name;
        const LayerType* type = nullptr;
        Attributes attributes;
        std::vector<Source> sources; ///< in the order of the ports
    };
    /// @throw std::logic_error where parts() names something that there is not
    [[nodiscard]] std::vector<Part> completeParts(const Attributes& attributes, std::span<const Shape> inputs) const;

    [[nodiscard]] const CompositeLayer* composite() const final { return this; }
    [[nodiscard]] std::vector<SlotSpec> slots(const Attributes& attributes) const final;
    /// An error of a part names it.
    [[nodiscard]] Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const final;
    void lower(Lowering& lowering) const final;

protected:
    /// What it does not take of all that its parts would: an error with the mend. It is asked before parts().
    [[nodiscard]] virtual Result<void> expectFit(const Attributes& attributes, std::span<const Shape> inputs) const;
    /// The last axis of the first input; 1 where it is not known.
    [[nodiscard]] static std::int64_t featuresOf(std::span<const Shape> inputs);
};

/// The name of a part's layer or slot in its composite: "up.weight".
[[nodiscard]] std::string partName(const std::string& outer, const std::string& inner);

} // namespace ligature

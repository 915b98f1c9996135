// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/weights/conversion_notes.h"

#include <algorithm>
#include <map>

#include "core/text/number_text.h"

namespace ligature {

std::vector<std::string> conversionNotes(const std::vector<const NamedTensor*>& taken)
{
    struct Sum {
        std::int64_t tensors = 0;
        std::int64_t values = 0;
        Rounding rounding;
    };
    std::map<std::string, Sum> sums;
    for (const NamedTensor* const tensor : taken) {
        if (tensor->origin.type.empty())
            continue;
        Sum& sum = sums[tensor->origin.type];
        ++sum.tensors;
        sum.values += tensor->shape.elementCount();
        sum.rounding.changed += tensor->origin.rounding.changed;
        sum.rounding.vanished += tensor->origin.rounding.vanished;
        sum.rounding.largest = std::max(sum.rounding.largest, tensor->origin.rounding.largest);
    }
    std::vector<std::string> notes;
    for (const auto& [type, sum] : sums) {
        std::string note = numbers::grouped(sum.tensors) + (sum.tensors == 1 ? " tensor is" : " tensors are") +
                           " of the type " + type + ", converted to floats of 32 bits: ";
        if (sum.rounding.changed == 0)
            note += "every value is kept as it is.";
        else
            note += numbers::grouped(sum.rounding.changed) + " of " + numbers::grouped(sum.values) +
                    " values were rounded, by at most " + numbers::scientific(sum.rounding.largest, 1) +
                    " of themselves" +
                    (sum.rounding.vanished == 0
                         ? "."
                         : "; " + numbers::grouped(sum.rounding.vanished) +
                               (sum.rounding.vanished == 1 ? " was" : " were") + " too small and became 0.");
        notes.push_back(std::move(note));
    }
    return notes;
}

} // namespace ligature

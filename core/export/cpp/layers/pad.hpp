// SPDX-License-Identifier: 0BSD
// needs: support/picked
/// So many places more before and behind each axis; the last numbers are those of the last axis.
inline Tensor pad(const Tensor& input, const Shape& before, const Shape& behind, const std::string& mode, double value,
                  const Shape& output_shape)
{
    const Size rank = input.rank() - 1;
    const auto of = [rank](const Shape& list, Size axis) {
        const Size place = axis - rank + list.rank();
        return place < 0 ? Size{0} : list[place];
    };
    std::vector<Size> places = {0};
    for (Size axis = 0; axis < rank; ++axis) {
        const Size extent = input.extent(axis + 1);
        const Size first = -of(before, axis);
        std::vector<Size> wider;
        for (const Size place : places) {
            for (Size from = first; from < extent + of(behind, axis); ++from) {
                Size source = from;
                if (from < 0 || from >= extent) {
                    source = -1;
                    if (mode == "reflect")
                        source = from < 0 ? -from : 2 * (extent - 1) - from;
                    else if (mode == "replicate")
                        source = from < 0 ? 0 : extent - 1;
                }
                wider.push_back(place < 0 || source < 0 ? -1 : place * extent + source);
            }
        }
        places = wider;
    }
    return picked(input, places, output_shape, static_cast<float>(value));
}

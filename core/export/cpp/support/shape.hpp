// SPDX-License-Identifier: 0BSD
using Size = std::ptrdiff_t;

/// The extents of a tensor, outermost first; or what else there is one number of for each axis.
class Shape {
public:
    Shape() = default;
    Shape(std::initializer_list<Size> sizes) : m_sizes(sizes) {}
    template <typename Iterator>
    Shape(Iterator begin, Iterator end) : m_sizes(begin, end)
    {
    }

    Size rank() const { return static_cast<Size>(m_sizes.size()); }
    Size operator[](Size axis) const { return m_sizes[static_cast<std::size_t>(axis)]; }
    Size& operator[](Size axis) { return m_sizes[static_cast<std::size_t>(axis)]; }
    std::vector<Size>::const_iterator begin() const { return m_sizes.begin(); }
    std::vector<Size>::const_iterator end() const { return m_sizes.end(); }
    bool operator==(const Shape& other) const { return m_sizes == other.m_sizes; }
    bool operator!=(const Shape& other) const { return m_sizes != other.m_sizes; }

    /// The axes from one up to, and without, another.
    Shape part(Size first, Size last) const { return Shape(begin() + first, begin() + last); }
    Shape followed_by(const Shape& other) const
    {
        Shape both = *this;
        both.m_sizes.insert(both.m_sizes.end(), other.begin(), other.end());
        return both;
    }
    /// How many elements there are.
    Size count() const { return std::accumulate(begin(), end(), Size{1}, std::multiplies<Size>()); }
    /// How far apart the elements of each axis are where the last axis lies together.
    Shape row_major_strides() const
    {
        Shape strides = *this;
        Size stride = 1;
        for (Size axis = rank() - 1; axis >= 0; --axis) {
            strides[axis] = stride;
            stride *= (*this)[axis];
        }
        return strides;
    }

private:
    std::vector<Size> m_sizes;
};

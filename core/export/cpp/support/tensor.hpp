// SPDX-License-Identifier: 0BSD
// needs: support/shape
/// Numbers under a shape, read by strides from a buffer that tensors share: a parameter that is read transposed, or of
/// which a part is read, is another Tensor over the same buffer. What layers give out has the batch as its first axis,
/// and lies together.
class Tensor {
public:
    using Buffer = std::shared_ptr<std::vector<float>>;

    /// Zeros, in a buffer of its own.
    explicit Tensor(Shape shape)
        : Tensor(std::make_shared<std::vector<float>>(static_cast<std::size_t>(shape.count())), 0, shape)
    {
    }
    /// A part of a buffer that lies together.
    Tensor(Buffer buffer, Size offset, const Shape& shape)
        : Tensor(std::move(buffer), offset, shape, shape.row_major_strides())
    {
    }
    Tensor(Buffer buffer, Size offset, Shape shape, Shape strides)
        : m_buffer(std::move(buffer)), m_offset(offset), m_shape(std::move(shape)), m_strides(std::move(strides))
    {
    }

    const Buffer& buffer() const { return m_buffer; }
    Size offset() const { return m_offset; }
    const Shape& shape() const { return m_shape; }
    const Shape& strides() const { return m_strides; }
    Size rank() const { return m_shape.rank(); }
    Size size() const { return m_shape.count(); }
    /// The extent of an axis, which may be counted from the end.
    Size extent(Size axis) const { return m_shape[axis < 0 ? axis + rank() : axis]; }

    /// The first element.
    const float* data() const { return m_buffer->data() + m_offset; }
    float* data() { return m_buffer->data() + m_offset; }
    /// An element of a vector.
    float operator[](Size i) const { return data()[i * m_strides[0]]; }

    /// Itself where its elements lie together in order, else a copy that does.
    Tensor contiguous() const
    {
        const Shape wanted = m_shape.row_major_strides();
        bool together = true;
        for (Size axis = 0; axis < rank(); ++axis)
            together = together && (m_shape[axis] == 1 || m_strides[axis] == wanted[axis]);
        if (together)
            return Tensor(m_buffer, m_offset, m_shape);
        Tensor copy(m_shape);
        Shape places(m_shape.begin(), m_shape.end());
        for (Size axis = 0; axis < rank(); ++axis)
            places[axis] = 0;
        Size from = 0;
        for (Size to = 0; to < copy.size(); ++to) {
            copy.data()[to] = data()[from];
            // On to the next place, as a counter counts.
            for (Size axis = rank() - 1; axis >= 0; --axis) {
                from += m_strides[axis];
                if (++places[axis] < m_shape[axis])
                    break;
                from -= m_shape[axis] * m_strides[axis];
                places[axis] = 0;
            }
        }
        return copy;
    }
    /// The same numbers in the same order under another shape; a copy only where they do not lie together.
    Tensor reshaped(const Shape& shape) const
    {
        const Tensor together = contiguous();
        return Tensor(together.m_buffer, together.m_offset, shape);
    }
    /// The numbers, one after the other.
    std::vector<float> values() const
    {
        const Tensor together = contiguous();
        return std::vector<float>(together.data(), together.data() + size());
    }

private:
    Buffer m_buffer;
    Size m_offset;
    Shape m_shape;
    Shape m_strides;
};

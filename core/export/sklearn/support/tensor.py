# SPDX-License-Identifier: 0BSD
class Tensor:
    """An array that knows what it was computed from, so that gradients can be told (reverse-mode differentiation).

    parents: (tensor, function from the gradient of this to its share in the gradient of the tensor) each.
    """

    __array_ufunc__ = None  # array + tensor is the tensor's to compute

    def __init__(self, value, parents=(), needs_gradient=False):
        self.value = np.asarray(value)
        self.parents = [parent for parent in parents if parent[0].needs_gradient]
        self.needs_gradient = needs_gradient or bool(self.parents)
        self.gradient = None

    @property
    def shape(self):
        return self.value.shape

    def __len__(self):
        return len(self.value)

    def of(self, other):
        """The other operand, as a tensor of this one's type."""
        return other if isinstance(other, Tensor) else Tensor(np.asarray(other, dtype=self.value.dtype))

    def like(self, gradient):
        """What broadcasting has repeated, summed up again."""
        extra = gradient.ndim - self.value.ndim
        axes = tuple(range(extra)) + tuple(
            extra + axis for axis, extent in enumerate(self.shape) if extent == 1 and gradient.shape[extra + axis] != 1)
        return gradient.sum(axis=axes).reshape(self.shape) if axes else gradient

    def __add__(self, other):
        other = self.of(other)
        return Tensor(self.value + other.value, [(self, self.like), (other, other.like)])

    def __sub__(self, other):
        other = self.of(other)
        return Tensor(self.value - other.value, [(self, self.like), (other, lambda g: other.like(-g))])

    def __mul__(self, other):
        other = self.of(other)
        return Tensor(self.value * other.value, [
            (self, lambda g: self.like(g * other.value)), (other, lambda g: other.like(g * self.value))])

    def __truediv__(self, other):
        other = self.of(other)
        return Tensor(self.value / other.value, [
            (self, lambda g: self.like(g / other.value)),
            (other, lambda g: other.like(-g * self.value / other.value**2))])

    def __matmul__(self, other):
        return Tensor(self.value @ other.value, [
            (self, lambda g: self.like(g @ other.value.swapaxes(-1, -2))),
            (other, lambda g: other.like(self.value.swapaxes(-1, -2) @ g))])

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return self.of(other) - self

    def __neg__(self):
        return Tensor(-self.value, [(self, lambda g: -g)])

    def map(self, value, slope):
        """Of a function of each element: its value and its derivative there."""
        return Tensor(value, [(self, lambda g: g * slope)])

    def sqrt(self):
        root = np.sqrt(self.value)
        return Tensor(root, [(self, lambda g: np.divide(g, 2 * root, out=np.zeros_like(g), where=root > 0))])

    def exp(self):
        power = np.exp(self.value)
        return self.map(power, power)

    def log(self):
        return Tensor(np.log(self.value), [(self, lambda g: g / self.value)])

    def abs(self):
        return self.map(np.abs(self.value), np.sign(self.value))

    def tanh(self):
        value = np.tanh(self.value)
        return self.map(value, 1 - value**2)

    def sigmoid(self):
        value = expit(self.value)
        return self.map(value, value * (1 - value))

    def clamp_below(self, least):
        """The larger of an element and a number."""
        return self.map(np.maximum(self.value, least), (self.value > least).astype(self.value.dtype))

    def sum(self, axis=None, keepdims=False):
        def back(gradient):
            if axis is not None and not keepdims:
                gradient = np.expand_dims(gradient, axis)
            return np.broadcast_to(gradient, self.shape)
        return Tensor(self.value.sum(axis=axis, keepdims=keepdims), [(self, back)])

    def mean(self, axis=None, keepdims=False):
        total = self.sum(axis, keepdims)
        return total * (total.value.size / self.value.size)

    def reshape(self, *shape):
        return Tensor(self.value.reshape(*shape), [(self, lambda g: g.reshape(self.shape))])

    def transpose(self, *axes):
        return Tensor(self.value.transpose(axes), [(self, lambda g: g.transpose(np.argsort(axes)))])

    def swap(self):
        """The last two axes exchanged."""
        return Tensor(self.value.swapaxes(-1, -2), [(self, lambda g: g.swapaxes(-1, -2))])

    def __getitem__(self, places):
        def back(gradient):
            whole = np.zeros_like(self.value)
            np.add.at(whole, places, gradient)
            return whole
        return Tensor(self.value[places], [(self, back)])

    def part(self, places):
        """By slices, each element at most once: faster than [...]."""
        def back(gradient):
            whole = np.zeros_like(self.value)
            whole[places] = gradient
            return whole
        return Tensor(self.value[places], [(self, back)])

    def backward(self):
        """Adds what each tensor contributes to this number to its gradient."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            tensor, is_done = stack.pop()
            if is_done:
                order.append(tensor)
            elif id(tensor) not in seen:
                seen.add(id(tensor))
                stack.append((tensor, True))
                stack.extend((parent, False) for parent, _ in tensor.parents)
        self.gradient = np.ones_like(self.value)
        for tensor in reversed(order):
            for parent, share in tensor.parents:
                gradient = share(tensor.gradient)
                parent.gradient = gradient if parent.gradient is None else parent.gradient + gradient

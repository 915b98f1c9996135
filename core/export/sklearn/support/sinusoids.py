# SPDX-License-Identifier: 0BSD
def sinusoids(steps, width):
    """The positions of Vaswani et al. 2017."""
    feature = np.arange(width)
    angle = np.arange(steps)[:, None] / 10000 ** (feature // 2 * 2 / width)
    return np.where(feature % 2 == 0, np.sin(angle), np.cos(angle))

# SPDX-License-Identifier: 0BSD
@functools.cache
def hash_table(seed, count, size, device):
    """What each of `count` places reads of `size` entries, and with which sign: SplitMix64 of the place and the seed.

    In NumPy, so that what traces the model sees two constants and no whole numbers that are shifted."""

    def mixed(z):
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))

    start = mixed(np.array([seed + 1], np.uint64))
    hashes = mixed(start + np.arange(count, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    index = ((hashes >> np.uint64(1)) % np.uint64(size)).astype(np.int64)
    sign = np.where(hashes % np.uint64(2) == 0, 1, -1).astype(np.float32)
    with torch.inference_mode(False):  # The table outlives this call, and training may be what reads it next.
        return torch.from_numpy(index).to(device), torch.from_numpy(sign).to(device)

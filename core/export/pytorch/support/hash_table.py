# SPDX-License-Identifier: 0BSD
@functools.cache
def hash_table(seed, count, size, device):
    """What each of `count` places reads of `size` entries, and with which sign: SplitMix64 of the place and the seed."""

    def mixed(z):
        # Whole numbers of 64 bits, shifted as if they had no sign; a product keeps its lower 64 bits.
        z = (z ^ (z >> 30 & 0x3FFFFFFFF)) * -0x40A7B892E31B1A47
        z = (z ^ (z >> 27 & 0x1FFFFFFFFF)) * -0x6B2FB644ECCEEE15
        return z ^ (z >> 31 & 0x1FFFFFFFF)

    with torch.inference_mode(False):  # The table outlives this call, and training may be what reads it next.
        start = mixed(torch.tensor(seed + 1, device=device))
        hashes = mixed(start + torch.arange(count, device=device) * -0x61C8864680B583EB)
        return (hashes >> 1 & 0x7FFFFFFFFFFFFFFF) % size, 1.0 - 2.0 * (hashes & 1)

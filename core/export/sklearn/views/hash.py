# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def view_hash(parameter, seed, signs, output_shape):
    """Each place reads a random entry, by SplitMix64 (HashedNets: Chen et al. 2015)."""
    def mixed(z):
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))

    start = mixed(np.array([seed], dtype=np.int64).astype(np.uint64) + np.uint64(1))
    places = np.arange(int(np.prod(output_shape)), dtype=np.uint64)
    hashes = mixed(start + places * np.uint64(0x9E3779B97F4A7C15))
    index = ((hashes >> np.uint64(1)) % np.uint64(parameter.value.size)).astype(np.int64)
    read = parameter.reshape(-1)[index.reshape(output_shape)]
    return read * (1 - 2 * (hashes % np.uint64(2)).astype(np.int64)).reshape(output_shape) if signs else read

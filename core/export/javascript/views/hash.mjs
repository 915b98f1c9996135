// SPDX-License-Identifier: 0BSD
// needs: support/hash_of, support/zeros, support/numbers
/** A large tensor out of a small one: a hash of each place says which number it reads, and whether with a minus. */
function hashView(parameter, seed, signs, output_shape) {
  const values = numbers(parameter);
  const output = zeros(output_shape);
  let [high, low] = hashOf([Math.floor((seed + 1) / 2 ** 32), (seed + 1) % 2 ** 32]);
  for (let place = 0; place < output.data.length; place++) {
    const [h, l] = hashOf([high, low]);
    // (hash >> 1) mod n, in parts that stay exact.
    const half = [h >>> 1, ((l >>> 1) | (h << 31)) >>> 0];
    let index = half[0] % values.length;
    for (const part of [half[1] >>> 16, half[1] & 0xffff]) index = (index * 65536 + part) % values.length;
    output.data[place] = signs && l % 2 === 1 ? -values[index] : values[index];
    // On by 0x9e3779b97f4a7c15.
    low += 0x7f4a7c15;
    high = (high + 0x9e3779b9 + (low >= 2 ** 32 ? 1 : 0)) % 2 ** 32;
    low %= 2 ** 32;
  }
  return output;
}

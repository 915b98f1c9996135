// SPDX-License-Identifier: 0BSD
/** SplitMix64's mixing of a whole number of 64 bits, [high 32 bits, low 32 bits]. */
function hashOf([high, low]) {
  const multiplied = ([h, l], [otherHigh, otherLow]) => {
    // The upper half of l * otherLow, from products of 16 bits that stay exact.
    const [l1, l0, o1, o0] = [l >>> 16, l & 0xffff, otherLow >>> 16, otherLow & 0xffff];
    const middle = l1 * o0 + Math.floor((l0 * o0) / 65536);
    const carried = l0 * o1 + (middle % 65536);
    const upper = l1 * o1 + Math.floor(middle / 65536) + Math.floor(carried / 65536);
    return [(upper + Math.imul(h, otherLow) + Math.imul(l, otherHigh)) >>> 0, Math.imul(l, otherLow) >>> 0];
  };
  const folded = ([h, l], by) => [(h ^ (h >>> by)) >>> 0, (l ^ ((l >>> by) | (h << (32 - by)))) >>> 0];
  let z = multiplied(folded([high, low], 30), [0xbf58476d, 0x1ce4e5b9]);
  z = multiplied(folded(z, 27), [0x94d049bb, 0x133111eb]);
  return folded(z, 31);
}

// SPDX-License-Identifier: 0BSD
// needs: views/flip, support/tensor
/** The last two axes turned by quarter turns against the clock: the same numbers. */
function rotate90View(parameter, turns) {
  const exchanged = (sizes) => [...sizes.slice(0, -2), sizes[sizes.length - 1], sizes[sizes.length - 2]];
  let turned = parameter;
  for (let turn = 0; turn < (turns + 4) % 4; turn++) {
    const { data, shape, strides, offset } = flipView(turned, -1);
    turned = new Tensor(data, exchanged(shape), exchanged(strides), offset);
  }
  return turned;
}

// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/numbers
/** Zeros in place of some entries: a triangle, or blocks along the diagonal. */
function maskView(parameter, pattern, diagonal, blocks, output_shape) {
  const [rows, columns] = output_shape.slice(-2);
  const isRead = (row, column) => {
    if (pattern === "lower") return column - row <= diagonal;
    if (pattern === "upper") return column - row >= diagonal;
    return Math.floor(row / (rows / blocks)) === Math.floor(column / (columns / blocks));
  };
  const output = zeros(output_shape);
  numbers(parameter).forEach((value, place) => {
    if (isRead(Math.floor(place / columns) % rows, place % columns)) output.data[place] = value;
  });
  return output;
}

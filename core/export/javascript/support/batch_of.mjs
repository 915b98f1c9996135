// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/** Numbers that are given, as a tensor (batch, numbers of a sample). */
function batchOf(what, given, batch, width) {
  if (!Number.isInteger(batch) || batch < 1) throw new RangeError(`a batch of ${batch} is none`);
  if (given?.length !== batch * width) {
    throw new RangeError(`${what}: ${given?.length} numbers are given, and ${batch} × ${width} are needed`);
  }
  return new Tensor(given instanceof Float32Array ? given : Float32Array.from(given), [batch, width]);
}

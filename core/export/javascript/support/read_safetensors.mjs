// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/**
 * The parameters of a safetensors file, each a view of the file's bytes.
 * @param {ArrayBuffer} file
 * @param {Object<string, {name: string, shape: number[]}>} expected
 * @returns {Object<string, Tensor>} under the same keys
 * @throws {Error} where the file is damaged, or does not hold what is expected
 */
function readSafetensors(file, expected) {
  const wrong = (what) => new Error(`the weights' file ${what}`);
  const length = file.byteLength < 8 ? Infinity : Number(new DataView(file).getBigUint64(0, true));
  if (length > file.byteLength - 8) throw wrong("ends before its header does");
  let header = null;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(file, 8, length)));
  } catch {
    // It stays null.
  }
  if (header === null || typeof header !== "object") throw wrong("has a damaged header");

  // Floats are read where they are; only where that is no multiple of four bytes are they moved, all together.
  const begin = 8 + length;
  const [buffer, origin] = begin % 4 === 0 ? [file, begin] : [file.slice(begin), 0];
  const parameters = {};
  for (const [key, { name, shape }] of Object.entries(expected)) {
    if (!Object.hasOwn(header, name)) throw wrong(`has no tensor "${name}"`);
    const found = header[name] ?? {};
    if (found.dtype !== "F32") throw wrong(`holds "${name}" as ${found.dtype}, and F32 is expected`);
    if (JSON.stringify(found.shape) !== JSON.stringify(shape)) {
      throw wrong(`holds "${name}" in the shape [${found.shape}], and [${shape}] is expected`);
    }
    const size = shape.reduce((product, extent) => product * extent, 1);
    const [from, to] = Array.isArray(found.data_offsets) ? found.data_offsets : [];
    const fits = Number.isInteger(from) && from >= 0 && from % 4 === 0 && to === from + 4 * size;
    if (!fits || origin + to > buffer.byteLength) throw wrong(`says wrongly where "${name}" is`);
    parameters[key] = new Tensor(new Float32Array(buffer, origin + from, size), shape);
  }
  return parameters;
}

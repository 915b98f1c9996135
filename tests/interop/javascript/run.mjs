// SPDX-License-Identifier: GPL-3.0-or-later
// node run.mjs FOLDER: runs the JavaScript export of each case and holds it against Ligature; see ../README.md.
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);

/** The place where values are farther apart than 1e-5 of the largest, told; or nothing. */
function difference(what, values, expected) {
  if (values.length !== expected.length) return `${what} has ${values.length} numbers, not ${expected.length}`;
  let largest = 0;
  for (const value of expected) largest = Math.max(largest, Math.abs(value));
  for (let i = 0; i < expected.length; i++) {
    // So written that NaN is wrong.
    if (!(Math.abs(values[i] - expected[i]) <= 1e-5 * Math.max(largest, 1))) {
      return `${what}[${i}] is ${values[i]}, not ${expected[i]}`;
    }
  }
}

async function refusal(load, source) {
  try {
    await load(source);
  } catch (error) {
    return error.message;
  }
}

/** Files that do not hold what the model expects: each is refused, and says why. */
async function damagedFiles(module, file) {
  const bytes = await readFile(file);
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const length = Number(new DataView(whole).getBigUint64(0, true));
  const header = new TextDecoder().decode(new Uint8Array(whole, 8, length));
  const rewritten = (from, to) => {
    const text = new TextEncoder().encode(header.replace(from, to));
    const changed = new Uint8Array(8 + text.length + whole.byteLength - 8 - length);
    new DataView(changed.buffer).setBigUint64(0, BigInt(text.length), true);
    changed.set(text, 8);
    changed.set(new Uint8Array(whole, 8 + length), 8 + text.length);
    return changed.buffer;
  };
  const rows = [
    ["nothing", new ArrayBuffer(0), /ends before/],
    ["half a header", whole.slice(0, 8 + length / 2), /ends before/],
    ["no JSON", rewritten("{", "["), /damaged header/],
    ["half the values", whole.slice(0, whole.byteLength - 4), /says wrongly where/],
    ["another type", rewritten('"F32"', '"F64"'), /as F64/],
    ["another shape", rewritten(/"shape":\[/, '"shape":[1,'), /in the shape/],
    ["another name", rewritten(/"([^"]*)":\{"dtype"/, '"$1?":{"dtype"'), /has no tensor/],
  ];
  for (const [what, damaged, reason] of rows) {
    const message = await refusal(module.load, damaged);
    if (!reason.test(message ?? "")) return `a file of ${what} gives: ${message ?? "no error"}`;
  }
}

async function check(path, expected) {
  const module = await import(pathToFileURL(join(path, expected.file)));
  const model = await module.load();
  const outputs = model.predict(expected.features, expected.batch);
  if (Object.keys(outputs).length !== expected.outputs.length) return `outputs are ${Object.keys(outputs)}`;
  for (const { name, values } of expected.outputs) {
    if (!(outputs[name] instanceof Float32Array)) return `there is no output ${name}`;
    const apart = difference(name, outputs[name], values);
    if (apart) return apart;
  }
  const apart = difference("the loss", [model.loss(expected.features, expected.targets, expected.batch)], [expected.loss]);
  if (apart) return apart;
  if (model.parameterCount !== expected.parameter_count) {
    return `${model.parameterCount} parameters, not ${expected.parameter_count}`;
  }
  const tensors = Object.values(model.parameters);
  if (tensors.length === 0) return undefined;
  if (new Set(tensors.map(({ data }) => data.buffer)).size !== 1) return "its parameters have several buffers";
  const ranges = tensors.map(({ data }) => [data.byteOffset, data.byteOffset + data.byteLength]).sort((a, b) => a[0] - b[0]);
  if (ranges.some(([begin], i) => i > 0 && begin < ranges[i - 1][1])) return "its parameters overlap";
  const message = await damagedFiles(module, join(path, expected.file.replace(/\.mjs$/, ".safetensors")));
  if (message) return message;
  // Nothing is read from a copy that was made before: another number in the buffer is another output.
  for (const { data } of tensors) data.fill(NaN);
  const changed = Object.values(model.predict(expected.features, expected.batch));
  if (!changed.some((values) => values.some(Number.isNaN))) return "its parameters are not what it reads";
}

let passed = 0;
let failed = 0;
for (const name of (await readdir(folder)).sort((a, b) => a - b)) {
  const expected = JSON.parse(await readFile(join(folder, name, "case.json"), "utf8"));
  if (expected.refused) continue;
  let wrong;
  try {
    wrong = await check(join(folder, name), expected);
  } catch (error) {
    wrong = error.stack;
  }
  if (wrong) console.log(`${expected.name} (${name}): ${wrong}`);
  wrong ? failed++ : passed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

// SPDX-License-Identifier: 0BSD
/** The bytes at an address, which may be relative to a base; bytes themselves where those are given. */
async function bytesOf(source, base) {
  if (source instanceof ArrayBuffer) return source;
  const url = new URL(source, base);
  if (url.protocol === "file:") {
    // Only Node reads files, and its fetch does not.
    const { readFile } = await import("node:fs/promises");
    const { buffer, byteOffset, byteLength } = await readFile(url);
    return buffer.slice(byteOffset, byteOffset + byteLength);
  }
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  return answer.arrayBuffer();
}

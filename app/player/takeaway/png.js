/** Text inside PNG files: what a picture shows and the link that brings it back. */

const SIGNATURE = 8; // bytes
const HEADER = 25; // bytes of the first chunk, which must stay the first

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** @param {Blob} png @param {Record<string, string>} texts by keyword @returns {Promise<Blob>} */
export async function withText(png, texts) {
  const bytes = new Uint8Array(await png.arrayBuffer());
  const split = SIGNATURE + HEADER;
  const chunks = Object.entries(texts).map(([keyword, text]) => chunk("iTXt", `${keyword}\0\0\0\0\0${text}`));
  return new Blob([bytes.subarray(0, split), ...chunks, bytes.subarray(split)], { type: "image/png" });
}

function chunk(type, content) {
  const named = new TextEncoder().encode(type + content);
  const bytes = new Uint8Array(named.length + 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, named.length - type.length);
  bytes.set(named, 4);
  view.setUint32(named.length + 4, checksum(named));
  return bytes;
}

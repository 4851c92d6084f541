/** Files that go to the reader's disk, and what they are called. */

const KEEP = 60_000; // ms; some browsers read the file only after the reader has said where to

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP);
}

/** @param {import("../message.js").Race} race @param {string} suffix @returns {string} such as rosenbrock-race.png */
export function fileName({ surfaces: [surface] }, suffix) {
  const slug = surface.key.split(" ")[0].toLowerCase().replace(/[^a-z0-9-]+/g, "-");
  return `${slug.slice(0, 60).replace(/^-+|-+$/g, "") || "own"}-race.${suffix}`;
}

/** @param {number} bytes @returns {string} such as 1.2 MB */
export function formatSize(bytes) {
  const [unit, size] = bytes < 1e6 ? ["KB", bytes / 1e3] : ["MB", bytes / 1e6];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

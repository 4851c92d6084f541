/** Where the player's own files are: beside its modules, or in the page itself where that is all there is. */

/** @param {string} name  path below this folder @returns {string} its URL */
export function fileUrl(name) {
  return globalThis.descentFiles?.[name] ?? new URL(name, import.meta.url).href;
}

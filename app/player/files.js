/**
 * Where the player's own files are: beside its modules, or in the page itself where that is all there is.
 * Only this module asks for its own address, which is PREFIX/assets/DIGEST/player/ and a name.
 */

/** @param {string} name  path below this folder @returns {string} its URL */
export function fileUrl(name) {
  return globalThis.descentFiles?.[name] ?? new URL(name, import.meta.url).href;
}

/** @param {string} path  of a route, below the prefix at which the app is served @returns {URL} */
export function routeUrl(path) {
  return new URL(`../../../${path}`, import.meta.url);
}

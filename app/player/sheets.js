/** Style sheets of ours, fetched once and shared by every shadow root of the page. */

import { fileUrl } from "./files.js";

/** @type {Map<string, Promise<CSSStyleSheet>>} */
const sheets = new Map();

/** Fetches a sheet as soon as possible. @param {string} name  beside this module */
export function sheet(name) {
  if (!sheets.has(name)) {
    const fetched = fetch(fileUrl(name)).then((answer) => answer.text());
    sheets.set(name, fetched.then((rules) => new CSSStyleSheet().replace(rules)));
  }
  return /** @type {Promise<CSSStyleSheet>} */ (sheets.get(name));
}

/** Dresses the root in which `node` stands; until then the node is invisible. @param {HTMLElement} node @param {string[]} names */
export async function adopt(node, names) {
  node.style.visibility = "hidden";
  const dressed = await Promise.all(names.map(sheet));
  /** @type {ShadowRoot} */ (node.getRootNode()).adoptedStyleSheets.push(...dressed);
  node.style.visibility = "";
}

/** What stands beside words: icons on a 24 × 24 grid, and pictures of surfaces. */

const PATHS = {
  add: "M12 5v14M5 12h14",
  open: "M8 10l4 4 4-4",
  close: "M6.500 6.500l11 11M17.500 6.500l-11 11",
  search: "M15.500 15.500L20 20M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13z",
  chosen: "M5 12.500l4.500 4.500L19 7.500",
};

/** @param {keyof typeof PATHS} name @returns {Node} */
export function icon(name) {
  const svg = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`;
  return document.createRange().createContextualFragment(svg);
}

/**
 * Shows the picture of an entry once it is there; the style sheet uses it as a mask.
 * @param {HTMLElement} place @param {import("./gallery.js").Menu} menu @param {string} slug
 */
export async function paint(place, menu, slug) {
  if (!menu.pictures || place.dataset.slug === slug) return;
  place.dataset.slug = slug;
  const { href } = new URL(`../../../pictures/${menu.pictures}/${slug}.png`, import.meta.url);
  const image = Object.assign(new Image(), { crossOrigin: "anonymous", src: href }); // as masks are fetched
  const arrived = await image.decode().then(() => true, () => false);
  if (arrived && place.dataset.slug === slug) place.style.setProperty("--picture", `url("${href}")`);
}

/** Why a browser cannot show the surface in three dimensions. */

let sentence; // found out once: a look costs a context

/** @returns {string} empty where nothing is in the way */
export function obstacle() {
  return (sentence ??= look());
}

function look() {
  if (typeof OffscreenCanvas === "undefined") return "This browser is too old to draw in three dimensions off the page.";
  const context = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!context) return "Three dimensions need WebGL 2, which this browser does not have or has switched off.";
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return "";
}

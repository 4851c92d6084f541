/** SVG text as a picture that a canvas can draw. */

/** @param {string} text @returns {Promise<HTMLImageElement>} */
export async function decoded(text) {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  return image;
}

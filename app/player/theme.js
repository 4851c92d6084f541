/** The page's colours and letters, read from Streamlit's `--st-*` variables wherever the player stands. */

/**
 * @typedef {object} Theme
 * @property {boolean} dark
 * @property {string} text
 * @property {string} quiet  text of axes and notes
 * @property {string} line  axes and frames
 * @property {string} ground  the page behind everything
 * @property {string} halo  under trails and heads
 * @property {[number, string][]} heights  colour scale of the surface, low to high
 * @property {string} contour
 * @property {string} font  family
 * @property {number} size  px
 */

const HIGHLANDS = { light: [84, 116, 150], dark: [128, 156, 190] };
const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

/** @param {string} colour any CSS colour @returns {number[]} red, green, blue */
export function channels(colour) {
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  return [...brush.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

const luminance = ([red, green, blue]) => (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
const blend = (from, to, share) => from.map((value, i) => Math.round(value + (to[i] - value) * share));
const css = (rgb) => `rgb(${rgb.join(", ")})`;

/** The colour a `share` of the way from one CSS colour to another. */
export function mix(from, to, share) {
  return css(blend(channels(from), channels(to), share));
}

/** @param {Element} element @returns {Theme} */
export function readTheme(element) {
  const style = getComputedStyle(element);
  const variable = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const ground = channels(variable("--st-background-color", "#ffffff"));
  const text = channels(variable("--st-text-color", "#31333f"));
  const dark = luminance(ground) < 0.5;
  const high = dark ? HIGHLANDS.dark : HIGHLANDS.light;
  const shares = dark ? [0.03, 0.13, 0.24, 0.35, 0.46] : [0.02, 0.12, 0.25, 0.38, 0.52];
  return {
    dark,
    text: css(text),
    quiet: css(blend(text, ground, 0.3)),
    line: css(blend(ground, text, dark ? 0.24 : 0.2)),
    ground: css(ground),
    halo: css(blend(ground, dark ? [0, 0, 0] : [255, 255, 255], 0.6)),
    heights: shares.map((share, i) => [i / (shares.length - 1), css(blend(ground, high, share))]),
    contour: css(blend(ground, high, dark ? 0.62 : 0.75)),
    font: style.fontFamily,
    size: parseFloat(style.fontSize),
  };
}

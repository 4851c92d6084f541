/** The pictures on the buttons, drawn on a 24 × 24 grid in the colour of the text. */

const PATHS = {
  play: "M7 4.5v15a.8.8 0 0 0 1.2.7l12-7.5a.8.8 0 0 0 0-1.4l-12-7.5A.8.8 0 0 0 7 4.5z",
  pause: "M6 4h4.2v16H6zM13.8 4H18v16h-4.2z",
  back: "M18 5v14L8.500 12zM5 5h2.600v14H5z",
  forward: "M6 5v14l9.500-7zM16.400 5H19v14h-2.600z",
  expand: "M4 4h6v2.200H6.200V10H4zM14 4h6v6h-2.200V6.200H14zM4 14h2.200v3.800H10V20H4zM17.800 14H20v6h-6v-2.200h3.800z",
  present: "M3 4h18v12H3zm2 2v8h14V6zM8 18h8l2 3H6z",
  restart: "M12 5a7.500 7.500 0 1 1-7.300 5.800l2.200.5A5.250 5.250 0 1 0 12 7.250V11L6.300 6.100 12 1.300z",
  take: "M10.900 3h2.200v8.300l3.200-3.200 1.550 1.550L12 15.500 6.150 9.650 7.700 8.100l3.200 3.200zM4 17h2.200v2.300h11.600V17H20v4.500H4z",
};

/** @param {keyof typeof PATHS} name @returns {string} */
export function icon(name) {
  return `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`;
}

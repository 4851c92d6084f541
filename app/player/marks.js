/** The shapes that tell racers apart without colour: the same outlines on canvas and in SVG. */

const TURN = 2 * Math.PI;
const ring = (count, radius, phase) =>
  Array.from({ length: count }, (_, i) => {
    const angle = phase + (TURN * i) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
const star = ring(5, 1.25, -TURN / 4).flatMap((tip, i) => [tip, ring(5, 0.55, -TURN / 4 + TURN / 10)[i]]);
const arm = 0.38;
const quarter = [[arm, -1.1], [arm, -arm], [1.1, -arm]];
const turned = (points, times) =>
  points.map(([x, y]) => [[x, y], [-y, x], [-x, -y], [y, -x]][times]);

/** Corners in units of the mark's radius, y downwards; areas are about equal to the eye. */
const CORNERS = {
  square: ring(4, 1.25, TURN / 8),
  diamond: ring(4, 1.3, 0),
  "triangle-up": ring(3, 1.35, -TURN / 4),
  "triangle-down": ring(3, 1.35, TURN / 4),
  star,
  cross: [0, 1, 2, 3].flatMap((times) => turned(quarter, times)),
  hexagon: ring(6, 1.12, 0),
};

/** Makes the outline of `mark` the current path of `context`. */
export function traceMark(context, mark, x, y, radius) {
  context.beginPath();
  if (!CORNERS[mark]) {
    context.arc(x, y, radius, 0, TURN);
    return;
  }
  for (const [u, v] of CORNERS[mark]) context.lineTo(x + radius * u, y + radius * v);
  context.closePath();
}

/** Makes a diagonal cross the current path. */
export function traceCross(context, x, y, radius) {
  context.beginPath();
  context.moveTo(x - radius, y - radius);
  context.lineTo(x + radius, y + radius);
  context.moveTo(x + radius, y - radius);
  context.lineTo(x - radius, y + radius);
}

/** Makes an arrow-head at (x, y), pointing along `angle`, the current path. */
export function traceArrow(context, x, y, angle, radius) {
  context.beginPath();
  for (const [along, across] of [[0, 0], [-1.7, 0.95], [-1.2, 0], [-1.7, -0.95]]) {
    const u = along * Math.cos(angle) - across * Math.sin(angle);
    const v = along * Math.sin(angle) + across * Math.cos(angle);
    context.lineTo(x + radius * u, y + radius * v);
  }
  context.closePath();
}

/** @returns {SVGSVGElement} the mark as an element one line high */
export function drawMark(mark, colour) {
  const template = document.createElement("template");
  const corners = CORNERS[mark]?.map(([x, y]) => `${(5 * x).toFixed(2)},${(5 * y).toFixed(2)}`);
  const shape = corners ? `<polygon points="${corners.join(" ")}"/>` : '<circle r="5"/>';
  template.innerHTML = `<svg class="mark" viewBox="-8 -8 16 16" aria-hidden="true">${shape}</svg>`;
  const svg = /** @type {SVGSVGElement} */ (template.content.firstElementChild);
  svg.style.fill = colour;
  return svg;
}

/** Strokes the traced path above a halo of its own; widths in units of the letters' size. */
export function strokeHaloed(context, theme, ink, width, haloWidth) {
  context.strokeStyle = theme.halo;
  context.lineWidth = theme.size * haloWidth;
  context.stroke();
  context.strokeStyle = ink;
  context.lineWidth = theme.size * width;
  context.stroke();
}

/** The path of a drawing context as SVG text, under whatever matrix is in force. */

const TURN = 2 * Math.PI;

/** A length as SVG text: hundredths of a pixel are enough. */
export const short = (value) => String(Math.round(value * 100) / 100);

export class SvgPath {
  matrix = new DOMMatrix();
  path = "";

  translate(x, y) {
    this.matrix = this.matrix.translate(x, y);
  }

  scale(x, y) {
    this.matrix = this.matrix.scale(x, y);
  }

  rotate(angle) {
    this.matrix = this.matrix.rotate((angle * 360) / TURN);
  }

  beginPath() {
    this.path = "";
  }

  closePath() {
    if (this.path) this.path += "Z";
  }

  moveTo(x, y) {
    this.path += `M${this.#place(x, y)}`;
  }

  lineTo(x, y) {
    this.path += `${this.path ? "L" : "M"}${this.#place(x, y)}`;
  }

  quadraticCurveTo(x1, y1, x, y) {
    this.path += `Q${this.#place(x1, y1)} ${this.#place(x, y)}`;
  }

  bezierCurveTo(x1, y1, x2, y2, x, y) {
    this.path += `C${this.#place(x1, y1)} ${this.#place(x2, y2)} ${this.#place(x, y)}`;
  }

  rect(x, y, width, height) {
    this.moveTo(x, y);
    for (const [u, v] of [[1, 0], [1, 1], [0, 1]]) this.lineTo(x + u * width, y + v * height);
    this.closePath();
  }

  roundRect(x, y, width, height, radius) {
    const r = Math.min(radius, width / 2, height / 2);
    this.moveTo(x + r, y);
    for (const [cx, cy, from] of [[x + width - r, y + r, -1], [x + width - r, y + height - r, 0], [x + r, y + height - r, 1], [x + r, y + r, 2]]) {
      this.arc(cx, cy, r, (from * TURN) / 4, ((from + 1) * TURN) / 4);
    }
    this.closePath();
  }

  arc(x, y, radius, from, to, backwards = false) {
    this.ellipse(x, y, radius, radius, 0, from, to, backwards);
  }

  /** In pieces of at most a quarter turn, as curves: these stay right under any matrix. */
  ellipse(x, y, across, down, turned, from, to, backwards = false) {
    const [cos, sin] = [Math.cos(turned), Math.sin(turned)];
    const at = (u, v) => [x + across * u * cos - down * v * sin, y + across * u * sin + down * v * cos];
    const whole = Math.abs(to - from) >= TURN - 1e-9;
    const way = (((backwards ? from - to : to - from) % TURN) + TURN) % TURN;
    const sweep = (backwards ? -1 : 1) * (whole ? TURN : way);
    const pieces = Math.max(1, Math.ceil(Math.abs(sweep) / (TURN / 4) - 1e-9));
    const reach = (4 / 3) * Math.tan(sweep / pieces / 4);
    this.lineTo(...at(Math.cos(from), Math.sin(from)));
    for (let i = 0; i < pieces; i += 1) {
      const [a, b] = [i, i + 1].map((n) => from + (sweep * n) / pieces);
      const [c, s, d, t] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
      this.bezierCurveTo(...at(c - reach * s, s + reach * c), ...at(d + reach * t, t - reach * d), ...at(d, t));
    }
  }

  #place(x, y) {
    const { a, b, c, d, e, f } = this.matrix;
    return `${short(a * x + c * y + e)} ${short(b * x + d * y + f)}`;
  }
}

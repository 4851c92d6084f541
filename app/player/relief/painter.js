/** The one WebGL context of a player. It paints surfaces when the camera, the size or the colours change, never in a frame of playback. */

import { FLOATS, joined, meshOf } from "./mesh.js";
import { CORNER, PIXEL } from "./shaders.js";

const ATTRIBUTES = [3, 3, 1]; // floats of place, normal and openness
const UNIFORMS = ["matrix", "extent", "sun", "brightness", "levels", "line"];
const SUN = { left: 0.5, up: 0.55, back: 0.67 }; // where it stands, as the eye sees it
const BRIGHTNESS = { light: [0.66, 0.36], dark: [0.62, 0.62] };
const COLOURS = 256;

export class Painter {
  /** Holds what was painted last, until the task ends. */
  canvas = new OffscreenCanvas(1, 1);
  /** How often the surface has been painted. */
  paintings = 0;
  #gl = this.canvas.getContext("webgl2", { alpha: true, antialias: false, preserveDrawingBuffer: false });
  #places; // of the program's uniforms
  /** @type {{terrain: import("./terrain.js").Terrain, array: WebGLVertexArrayObject, buffers: WebGLBuffer[], counts: [number, number]}[]} */
  #blocks = []; // what the card holds of each surface; counts of corners to draw: fine and coarse
  #theme;
  #onRestore;

  /** @param {() => void} onRestore called when a lost context is back and has to paint anew */
  constructor(onRestore) {
    this.#onRestore = onRestore;
    this.canvas.addEventListener("webglcontextlost", this.#keep);
    this.canvas.addEventListener("webglcontextrestored", this.#rebuild);
    this.#link();
  }

  /** @param {import("./terrain.js").Terrain[]} terrains  of the surfaces, in their order */
  setTerrains(terrains) {
    const before = this.#blocks;
    this.#blocks = terrains.map((terrain) => before.find((block) => block.terrain === terrain) ?? this.#load(terrain));
    for (const block of before) if (!this.#blocks.includes(block)) this.#unload(block);
  }

  /** @param {import("../theme.js").Theme} theme */
  setTheme(theme) {
    this.#theme = theme;
    const brush = new OffscreenCanvas(COLOURS, 2).getContext("2d");
    const ramp = brush.createLinearGradient(0, 0, COLOURS, 0);
    for (const [share, colour] of theme.heights) ramp.addColorStop(share, colour);
    brush.fillStyle = ramp;
    brush.fillRect(0, 0, COLOURS, 1);
    brush.fillStyle = theme.contour;
    brush.fillRect(0, 1, COLOURS, 1);
    const gl = this.#gl;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, brush.canvas);
  }

  /**
   * Paints a surface on `canvas`, with so many pixels for each CSS pixel.
   * @param {number} index  of the surface
   * @param {import("./pose.js").Pose} pose
   * @param {import("./camera.js").Camera} camera
   * @param {boolean} fine  all triangles, or a ninth of them
   * @returns {ImageBitmap|null} no picture while the context is lost
   */
  paint(index, pose, camera, scale, fine) {
    const gl = this.#gl;
    const block = this.#blocks[index];
    if (gl.isContextLost() || !block || !this.#theme) return null;
    this.canvas.width = Math.round(pose.size.width * scale);
    this.canvas.height = Math.round(pose.size.height * scale);
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    const at = this.#places;
    gl.uniformMatrix4fv(at.matrix, false, pose.matrix);
    gl.uniform3fv(at.extent, pose.extent);
    gl.uniform3fv(at.sun, sunOver(camera));
    gl.uniform2fv(at.brightness, BRIGHTNESS[this.#theme.dark ? "dark" : "light"]);
    gl.uniform1f(at.levels, block.terrain.levels);
    gl.uniform1f(at.line, 0.35 * scale);
    const [all, few] = block.counts;
    gl.bindVertexArray(block.array);
    gl.drawElements(gl.TRIANGLES, fine ? all : few, gl.UNSIGNED_INT, fine ? 0 : 4 * all);
    this.paintings += 1;
    return this.canvas.transferToImageBitmap();
  }

  /** Gives the context back. */
  remove() {
    this.canvas.removeEventListener("webglcontextlost", this.#keep);
    this.canvas.removeEventListener("webglcontextrestored", this.#rebuild);
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
    this.canvas.width = this.canvas.height = 1;
  }

  /** Keeps a lost context, so that it can come back. */
  #keep = (event) => event.preventDefault();

  #rebuild = () => {
    this.#link();
    this.#blocks = this.#blocks.map(({ terrain }) => this.#load(terrain));
    if (this.#theme) this.setTheme(this.#theme);
    this.#onRestore();
  };

  /** Gives the card a surface. */
  #load(terrain) {
    const gl = this.#gl;
    const mesh = meshOf(terrain);
    const array = gl.createVertexArray();
    const buffers = [gl.createBuffer(), gl.createBuffer()];
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffers[0]);
    gl.bufferData(gl.ARRAY_BUFFER, mesh.corners, gl.STATIC_DRAW);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffers[1]);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, joined(mesh.fine, mesh.coarse), gl.STATIC_DRAW);
    let offset = 0;
    ATTRIBUTES.forEach((size, location) => {
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, size, gl.FLOAT, false, 4 * FLOATS, 4 * offset);
      offset += size;
    });
    return { terrain, array, buffers, counts: [mesh.fine.length, mesh.coarse.length] };
  }

  #unload({ array, buffers }) {
    this.#gl.deleteVertexArray(array);
    for (const buffer of buffers) this.#gl.deleteBuffer(buffer);
  }

  /** Builds the program and binds the one texture that there is. */
  #link() {
    const gl = this.#gl;
    const program = gl.createProgram();
    for (const [kind, text] of [[gl.VERTEX_SHADER, CORNER], [gl.FRAGMENT_SHADER, PIXEL]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) throw new Error(gl.getShaderInfoLog(shader));
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    gl.useProgram(program);
    this.#places = Object.fromEntries(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]));
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.enable(gl.DEPTH_TEST);
  }
}

/** The direction to the sun, which goes round with the eye: it stands behind the eye, above on the left. */
function sunOver({ azimuth, elevation }) {
  const [sin, cos] = [Math.sin(azimuth), Math.cos(azimuth)];
  const [high, flat] = [Math.sin(elevation), Math.cos(elevation)];
  const { left, up, back } = SUN;
  const sun = [-left * cos - up * sin * high + back * sin * flat, -left * sin + up * cos * high - back * cos * flat, up * flat + back * high];
  const length = Math.hypot(...sun);
  return sun.map((side) => side / length);
}

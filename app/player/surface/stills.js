/** The still pictures of a race's surfaces: drawn after the next frame, since they take far longer than the race, which need not wait. */

import { Still } from "./still.js";

export class Stills {
  /** Resolves when surfaces can be drawn. */
  ready;
  #host;
  #stills;
  #due = new Set(); // indices of surfaces whose pictures are asked for
  #asked = false; // is a drawing on its way?
  #scene;
  #onDrawn;

  /**
   * @param {HTMLElement} host  see Still
   * @param {() => {surfaces: import("../message.js").Surface[], window: import("./view.js").Window, size: {width: number, height: number}, theme: import("../theme.js").Theme}|null} scene
   *   what is to be drawn, once it is; null: nothing yet
   * @param {(index: number) => void} onDrawn  there is a new picture of this surface
   */
  constructor(host, scene, onDrawn) {
    this.#host = host;
    this.#scene = scene;
    this.#onDrawn = onDrawn;
    this.#stills = [new Still(host)];
    this.ready = this.#stills[0].ready;
  }

  /** The still of a surface. @param {number} index */
  of(index) {
    while (this.#stills.length <= index) this.#stills.push(new Still(this.#host));
    return this.#stills[index];
  }

  /** Has surfaces drawn anew. @param {number[]} indices */
  draw(indices) {
    for (const index of indices) this.#due.add(index);
    if (this.#asked || !this.#due.size) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      setTimeout(() => {
        this.#asked = false;
        this.#print();
      });
    });
  }

  async #print() {
    const scene = this.#scene();
    if (!scene) return;
    const due = [...this.#due].filter((index) => index < scene.surfaces.length);
    this.#due.clear();
    for (const index of due) {
      const fresh = await this.of(index).draw(scene.surfaces[index], scene.window, scene.size, scene.theme);
      if (fresh) this.#onDrawn(index);
    }
  }
}

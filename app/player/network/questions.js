/**
 * What one picture asks while the clock plays: one question at a time, always the newest, a few in
 * a second. Answers are kept, so that going back in time shows them at once.
 */

import { readLook } from "./look.js";
import { Recent } from "./recent.js";

const APART = 100; // ms from question to question
const REST = 150; // ms without another race: while a knob is turned, the races come first
const KEPT = 240; // answers: some seconds of play

/**
 * @typedef {object} Question
 * @property {string} link  of the race
 * @property {{kind: "output"|"around"|"spectrum", racer: string, step: number, [setting: string]: unknown}} look
 */

export class Questions {
  #source;
  #events;
  /** @type {Recent<any>} answers by key */
  #kept = new Recent(KEPT);
  #latest = null; // the newest question
  #wanted = null; // it, while it waits to be asked
  #asking = false;
  #last = -Infinity; // when a question was asked last
  #since = -Infinity; // when the first question about this race came

  /**
   * @param {import("../page/source.js").Source} source
   * @param {{onAnswer: (answer: any, question: any) => void, onRefusal: (sentence: string, question: Question) => void, onWait: () => void}} events
   *   `onWait`: what is shown is not what was asked last
   */
  constructor(source, events) {
    this.#source = source;
    this.#events = events;
  }

  /** @param {Question} question */
  ask(question) {
    const key = JSON.stringify([question.link, question.look]);
    if (key === this.#latest?.key) return;
    if (question.link !== this.#latest?.link) this.#since = performance.now();
    this.#latest = { ...question, key };
    this.#wanted = null;
    const known = this.#kept.get(key);
    if (known) return this.#events.onAnswer(known, question);
    this.#wanted = this.#latest;
    this.#events.onWait();
    this.#pump();
  }

  /** Nothing is wanted until something is asked again. */
  rest() {
    this.#latest = this.#wanted = null;
  }

  async #pump() {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#wanted) {
        const wait = Math.max(this.#last + APART, this.#since + REST) - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        else await this.#answer(this.#wanted);
      }
    } finally {
      this.#asking = false;
    }
  }

  async #answer(question) {
    this.#wanted = null;
    this.#last = performance.now();
    const { link, look, key } = question;
    let answer;
    try {
      answer = readLook(await this.#source.look({ link, changes: {}, look }), look.kind);
    } catch (error) {
      if (this.#isTimely(question)) this.#events.onRefusal(error.message, question);
      return;
    }
    this.#kept.set(key, answer);
    if (this.#isTimely(question)) this.#events.onAnswer(answer, question);
  }

  /** Is it the newest question, or on the way there: another step of the same racer in the same race? */
  #isTimely(question) {
    if (question === this.#latest) return true;
    return this.#wanted?.link === question.link && this.#wanted.look.racer === question.look.racer;
  }
}

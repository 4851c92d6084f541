/** Few, round positions for the labels of an axis. */

import { formatPower, formatShort } from "./numbers.js";

/** @typedef {{at: number, text: string}} Tick */

/** @returns {Tick[]} about `count` round values between `low` and `high` */
export function linearTicks(low, high, count) {
  const rough = (high - low) / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((digit) => digit * power).find((size) => size >= rough * 0.999);
  const ticks = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n += 1) {
    ticks.push({ at: n * step, text: formatShort(Number((n * step).toPrecision(12))) });
  }
  return ticks;
}

/** @returns {Tick[]} whole decades between two exponents of ten, at most about `count` of them */
export function decadeTicks(low, high, count) {
  const stride = Math.max(1, Math.ceil((high - low) / Math.max(count, 1)));
  const ticks = [];
  for (let exponent = Math.ceil(high / stride) * stride; exponent >= low - 1e-9; exponent -= stride) {
    if (exponent <= high + 1e-9) ticks.push({ at: exponent, text: formatPower(exponent) });
  }
  return ticks;
}

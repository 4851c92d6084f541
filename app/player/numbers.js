/** Numbers as people read them: four significant digits, a true minus sign, exponents when far from one. */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const minus = (text) => text.replaceAll("-", "−");

/** @param {number} value such as 0.01234, 12.34, 1.234e−5 */
export function formatNumber(value) {
  if (Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (size >= 1e-3 && size < 1e5) return minus(value.toPrecision(size >= 1e4 ? 5 : 4));
  return minus(value.toExponential(3).replace("e+", "e"));
}

/** Short, for numbers that rarely change: 0.05, 1.2e−4. */
export function formatShort(value) {
  if (Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e6) return minus(String(Number(value.toPrecision(4))));
  return value === 0 ? "0" : minus(value.toExponential(1).replace(".0e", "e").replace("e+", "e"));
}

/** Every digit that single precision holds: seven, without zeros at the end. */
export function formatFully(value) {
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e7) return minus(String(Number(value.toPrecision(7))));
  if (value === 0) return "0";
  const [digits, exponent] = value.toExponential(6).split("e");
  return minus(`${Number(digits)}e${Number(exponent)}`);
}

/** @param {number} exponent @returns {string} such as 10⁻³ */
export function formatPower(exponent) {
  if (exponent === 0) return "1";
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

/** `value` with four significant digits of a window `span` wide. */
export function roundToWindow(value, span) {
  const unit = 10 ** (Math.floor(Math.log10(span)) - 3);
  const decimals = Math.max(0, -Math.round(Math.log10(unit)));
  return Number((Math.round(value / unit) * unit).toFixed(Math.min(decimals, 20)));
}

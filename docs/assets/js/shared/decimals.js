// Numbers as they are printed: compared and subtracted exactly, shown with their thousands set apart.

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?$/;

/** `other` − `base` of two decimals in print, exactly, without a sign for zero; null where either is none. */
export function subtract(other, base) {
  const [left, right] = [NUMBER.exec(other ?? ""), NUMBER.exec(base ?? "")];
  if (!left || !right) return null;
  const places = Math.max(left[3]?.length ?? 0, right[3]?.length ?? 0);
  return writeScaled(scale(left, places) - scale(right, places), places);
}

/** A number as people read it: 1234567.50 → 1,234,567.50. What is no number stays as it is. */
export function groupDigits(number) {
  const found = NUMBER.exec(number);
  if (!found) return number;
  const [, sign, whole, rest] = found;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${rest === undefined ? "" : `.${rest}`}`;
}

/** A difference with its sign: +12, −3, 0. */
export function writeDifference(difference) {
  if (/^-?0(\.0+)?$/.test(difference)) return "0";
  return difference.startsWith("-") ? `−${groupDigits(difference.slice(1))}` : `+${groupDigits(difference)}`;
}

function scale([, sign, whole, rest = ""], places) {
  const scaled = BigInt(whole + rest.padEnd(places, "0"));
  return sign ? -scaled : scaled;
}

/** The exact sum of `[sign, number]` pairs of decimals in print, sign "+" or "-"; null where one is none. */
export function addUp(terms) {
  const read = terms.map(([sign, number]) => [sign, NUMBER.exec(number ?? "")]);
  if (read.length === 0 || read.some(([, found]) => !found)) return null;
  const places = Math.max(...read.map(([, found]) => found[3]?.length ?? 0));
  const sum = read.reduce((total, [sign, found]) => total + (sign === "-" ? -1n : 1n) * scale(found, places), 0n);
  return writeScaled(sum, places);
}

/**
 * `numerator` / `denominator` in per cent, as people read it: tenths, halves up; only none is 0%, only all is 100%.
 * Null where that is no number.
 */
export function writePercent(numerator, denominator) {
  const [over, under] = [NUMBER.exec(numerator ?? ""), NUMBER.exec(denominator ?? "")];
  if (!over || !under) return null;
  const places = Math.max(over[3]?.length ?? 0, under[3]?.length ?? 0);
  const [top, bottom] = [scale(over, places), scale(under, places)];
  if (bottom <= 0n || top < 0n) return null;
  if (top === 0n) return "0%";
  if (top === bottom) return "100%";
  let tenths = (top * 2000n + bottom) / (bottom * 2n);
  if (tenths === 0n) return "不到 0.1%";
  if (tenths === 1000n) tenths = top < bottom ? 999n : 1001n;
  return `${tenths / 10n}.${tenths % 10n}%`;
}

function writeScaled(number, places) {
  const digits = (number < 0n ? -number : number).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const rest = places ? digits.slice(-places).replace(/0+$/, "") : "";
  return `${number < 0n ? "-" : ""}${whole}${rest ? `.${rest}` : ""}`;
}

// Numbers as they are printed: compared and subtracted exactly, shown with their thousands set apart.

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?$/;

/** `other` − `base` of two decimals in print, exactly, without a sign for zero; null where either is none. */
export function subtract(other, base) {
  const [left, right] = [NUMBER.exec(other ?? ""), NUMBER.exec(base ?? "")];
  if (!left || !right) return null;
  const places = Math.max(left[3]?.length ?? 0, right[3]?.length ?? 0);
  const difference = scale(left, places) - scale(right, places);
  const digits = (difference < 0n ? -difference : difference).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const rest = places ? digits.slice(-places).replace(/0+$/, "") : "";
  return `${difference < 0n ? "-" : ""}${whole}${rest ? `.${rest}` : ""}`;
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

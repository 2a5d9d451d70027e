// Elements made of plain data. Whatever comes from a report or an address is only ever text, and what in it cannot be
// seen or turns the direction of writing is shown by its number: build_scripts/publishing/shown.py does so for pages.

const STEERING =
  /[\u0000-\u0008\u000b\u000d-\u001f\u007f-\u009f\u00ad\u061c\u202a-\u202e\u2066-\u2069\u180e\u200b-\u200f\u2028\u2029\u2060-\u2065\u206a-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\u{e0000}-\u{e00ff}]/gu;

/** The text with these characters as ⟨U+202E⟩; line ends and tabs stay. */
export function showUnseen(text) {
  return text.replace(STEERING, (char) => `⟨U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

/** An element with attributes and children; a string among these is text, null and undefined are left out. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  const kept = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== "");
  element.append(...kept.map((child) => (typeof child === "string" ? showUnseen(child) : child)));
  return element;
}

/** Text for screen readers alone. */
export function whisper(text) {
  return make("span", { class: "vh" }, text);
}

/** Put new children into an element; the focus goes back to where it was, if that has an id and is still there. */
export function refill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

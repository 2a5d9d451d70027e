// Elements made of plain data. Whatever comes from a report or an address is only ever text.

/** An element with attributes and children; a string among these is text, null and undefined are left out. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
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

// Files that the browser makes and the reader keeps, and JSON of this site: each file is asked for once.
// Addresses are made from this script's own, so the site may lie at any path.

import { make } from "./dom.js";

export const ROOT = new URL("../../../", import.meta.url);

const loaded = new Map();

/** A JSON file below the site's root; null if there is none. What failed is asked for again the next time. */
export function loadJson(address) {
  const url = new URL(address, ROOT);
  if (!loaded.has(url.href)) {
    const file = ask(url);
    file.catch(() => loaded.delete(url.href));
    loaded.set(url.href, file);
  }
  return loaded.get(url.href);
}

/** Hands a file to the reader under this name. */
export function giveFile(content, type, name) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function ask(url) {
  const answer = await fetch(url, { cache: "no-cache" });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${url.pathname}: ${answer.status}`);
  return answer.json();
}

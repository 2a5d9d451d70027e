// A cell of a report in words, and its citations. In: the cell as it stands on the page, and the pieces of the citations that
// the build made. Out: plain text. The form of the citations is the build's (machine/cell_citations.py), not known here.

const TEX = { "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}" };

/** Table, row and column as the form prints them, then the number with its unit, or the state in words. */
export function nameCell(cell) {
  const heads = (cell.getAttribute("headers") ?? "").split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const caption = cell.closest("table").caption.textContent.trim();
  const title = caption.split("（")[0].replace(/\s+/g, " ");
  const path = [...new Set([title, ...heads.map(ownText)])].filter(Boolean).join("，");
  const mark = cell.querySelector(".vh");
  const text = cell.textContent.trim();
  const corrected = text.endsWith("*") ? "（经更正）" : "";
  if (mark) return `${path}：${mark.textContent}${corrected}`;
  const printed = [...heads.map((head) => head.textContent).reverse(), caption].map((words) => /单位：([^；）]+)/.exec(words)?.[1]).find(Boolean);
  const unit = heads.map((head) => head.querySelector(".unit")?.textContent.replace(/[（）]/g, "")).findLast(Boolean) ?? printed ?? "";
  return `${path}：${`${text.replace(/\*$/, "")} ${unit}`.trim()}${corrected}`;
}

/** The citations of a cell, by form: the pieces with what belongs between them. */
export function writeCitations(pieces, words, address, anchor, accessed) {
  const fills = [words, tameTex(words), address, anchor, accessed];
  const write = (parts) => parts.map((part) => (typeof part === "number" ? fills[part] : part)).join("");
  return Object.fromEntries(Object.entries(pieces).map(([form, parts]) => [form, write(parts)]));
}

/** Text that TeX prints as it is. */
export function tameTex(text) {
  return text.replace(/\s+/g, " ").replace(/[\\{}^~]/g, (mark) => TEX[mark]).replace(/[%&#$_]/g, "\\$&");
}

function ownText(head) {
  return [...head.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
}

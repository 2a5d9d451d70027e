// 引用：每条引文旁有“复制”，GB/T 7714 补上今天的访问日期；报告页上选中的一格，可以打开写好的引文。
// 没有它，引文照样在页面上，可以选中复制。
import { nameCell, writeCitations } from "./cite/cell.js";
import { make } from "./shared/dom.js";

const TODAY = new Intl.DateTimeFormat("sv-SE").format(new Date());
const FORMS = [["inline", "行文中"], ["gbt7714", "GB/T 7714"], ["bibtex", "BibTeX"]];

for (const cite of document.querySelectorAll(".cite[data-day]")) {
  for (const text of cite.querySelectorAll("pre")) {
    if (text.matches(".standard")) text.textContent = addAccessed(text.textContent, cite.dataset.day);
    const head = text.previousElementSibling;
    head.after(makeCopy(() => text.textContent, head.textContent.trim(), () => say(cite)));
  }
  say(cite);
}
offerCells(document.getElementById("cite-pieces"), document.querySelector(".picked"));

/** The date of access, which is the reader's, stands behind the day of the version. */
function addAccessed(text, day) {
  const at = text.lastIndexOf(`(${day}).`);
  return at < 0 ? text : `${text.slice(0, at)}(${day})[${TODAY}].${text.slice(at + day.length + 3)}`;
}

/** A button that copies what `read` gives, and says so in the line that `status` gives. */
function makeCopy(read, name, status) {
  const button = make("button", { type: "button", class: "copy-cite", "aria-label": `复制：${name}` }, "复制");
  button.addEventListener("click", async () => {
    const told = await navigator.clipboard?.writeText(read()).then(() => true, () => false);
    status().textContent = told ? `已复制：${name}。` : "浏览器不让复制，请选中文字再复制。";
  });
  return button;
}

/** The line of a block of citations in which is said what was copied. */
function say(cite) {
  const found = cite.querySelector("[role=status]");
  if (found) return found;
  const line = make("p", { role: "status", class: "cite-said" });
  cite.append(line);
  return line;
}

/** The picked cell's citations, in a dialog that its bar opens. */
function offerCells(place, bar) {
  if (!place || !bar) return;
  for (const hint of document.querySelectorAll(".cite-scripted")) hint.hidden = false;
  const pieces = JSON.parse(place.dataset.pieces);
  const open = make("button", { type: "button", "aria-haspopup": "dialog", class: "cite-open" }, "引用这个数");
  const dialog = make("dialog", { class: "cite-dialog md-typeset", "aria-labelledby": "cite-dialog-head" });
  const picked = () => document.querySelector("table.form td[data-picked]");
  bar.querySelector("a").before(open);
  bar.after(dialog);
  const follow = () => {
    open.hidden = !picked();
  };
  new MutationObserver(follow).observe(bar.querySelector("[role=status]"), { childList: true });
  follow();
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // Esc 只关引文，不取消选中
  open.addEventListener("click", () => {
    const cell = picked();
    if (!cell) return;
    const words = nameCell(cell);
    const address = `${place.dataset.page || `${location.origin}${location.pathname}`}#${cell.id}`;
    const cited = writeCitations(pieces, words, address, cell.id, `[${TODAY}]`);
    const block = make("div", { class: "cite" }, FORMS.map(([form, name]) => [
      make("h3", {}, name), makeCopy(() => cited[form], name, () => say(block)), make("pre", { tabindex: "0" }, cited[form]),
    ]));
    const close = make("button", { type: "button", class: "cite-close", autofocus: true }, "关闭");
    close.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(close, make("h2", { id: "cite-dialog-head" }, "引用这个数"), make("p", {}, words), block);
    say(block);
    dialog.showModal();
  });
}

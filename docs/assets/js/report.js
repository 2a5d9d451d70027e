// 报告页：点数字或行号，原文那一行和由它读出的格子都标出来，并记进“这里读错了”；可以把原文停在旁边对着看。
// 没有它，锚点照样能走。
"use strict";
(() => {
  const root = document.documentElement;
  const cellLink = 'table.form td > a[href^="#L"]';
  const cellsOf = new Map();
  for (const link of document.querySelectorAll(cellLink)) {
    const line = link.getAttribute("href").slice(1);
    if (!cellsOf.has(line)) cellsOf.set(line, []);
    cellsOf.get(line).push(link.parentElement);
  }
  const source = document.querySelector(".source-part");
  const make = (name, words, attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = words;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  // 选中的是哪一格、哪一行
  const ownText = (head) => [...head.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
  const nameCell = (cell) => {
    const heads = (cell.getAttribute("headers") || "").split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    const table = cell.closest("table").caption.textContent.split("（")[0].replace(/\s+/g, " ");
    return [table, ...new Set(heads.map(ownText))].filter(Boolean).join("，");
  };
  const lineOf = (cell) => {
    const link = cell && cell.querySelector(':scope > a[href^="#L"]');
    return link ? link.getAttribute("href").slice(1) : "";
  };
  const shownIn = (cell) => {
    const mark = cell.querySelector(".vh");
    return mark ? mark.textContent : cell.textContent.trim();
  };
  const describe = (cell, line) => {
    const at = line ? `原文第 ${line.slice(1)} 行` : "";
    if (!cell) return at;
    return `${nameCell(cell)}：${shownIn(cell)}${at ? `（${at}）` : ""}`;
  };

  // 页面下沿的一行：选中了什么，从这里能去哪里
  const bar = make("div", "", { class: "picked", hidden: "", role: "group", "aria-label": "选中的格子", tabindex: "-1" });
  const words = make("span", "", { role: "status" });
  const toLine = make("a", "看原文", { href: "#source" });
  const toCell = make("a", "看格子", { href: "#disclosures" });
  const toWrong = make("a", "这里读错了", { href: "#wrong" });
  const close = make("button", "取消选中", { type: "button" });
  bar.append(words, toLine, toCell, toWrong, close);
  document.querySelector(".page-report").append(bar);

  const issue = document.getElementById("issue");
  const prefilled = issue ? issue.href : "";
  const pickedWords = document.getElementById("picked-words");
  const tell = (cell, line) => {
    const said = describe(cell, line);
    const cells = cellsOf.get(line) || [];
    bar.hidden = !said;
    root.classList.toggle("has-picked", Boolean(said));
    words.textContent = cell || !cells.length ? said : `${said}，读出 ${cells.length} 格`;
    toLine.hidden = !line;
    if (line) toLine.href = `#${line}`;
    const first = cell || cells[0];
    toCell.hidden = !first;
    if (first) toCell.href = `#${first.id}`;
    if (pickedWords) {
      pickedWords.hidden = !said;
      pickedWords.textContent = said ? `选中的是：${said}` : "";
    }
    if (!issue) return;
    const address = new URL(prefilled);
    const fill = (field, value) => value && address.searchParams.set(field, value.length > 200 ? `${value.slice(0, 199)}…` : value);
    fill("line", line.slice(1));
    fill("cell", cell && `${nameCell(cell)} ${cell.id}`);
    fill("here", cell && shownIn(cell));
    issue.href = toWrong.href = address.href;
  };

  const isDocked = () => document.body.classList.contains("docked");
  const pick = (cell, line) => {
    root.classList.add("picking");
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    for (const one of document.querySelectorAll("[data-picked]")) delete one.dataset.picked;
    for (const one of cellsOf.get(line) || []) one.classList.add("lit");
    if (cell) cell.dataset.picked = "";
    const row = line && document.getElementById(line);
    if (row && row.matches("li")) row.classList.add("lit");
    tell(cell, line);
    return row;
  };
  // 用键盘选的，焦点到这一行来：下一个 Tab 就是引用、看原文；Esc 回到那个数
  let clicked = null;
  let keyed = false;
  const meetKeyboard = () => {
    if (keyed && !bar.hidden) bar.focus({ preventScroll: true });
    keyed = false;
  };
  const follow = () => {
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return;
    }
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const isLine = target && /^L\d+$/.test(target.id);
    const isCell = target && target.matches("table.form td");
    if (!isLine && !isCell) {
      if (!target || !target.closest(".report-wrong, .report-cite")) pick(null, "");
    } else if (isCell) pick(target, lineOf(target));
    else pick(lineOf(clicked) === target.id ? clicked : null, target.id);
    clicked = null;
    meetKeyboard();
  };

  // 停在旁边的原文
  const inPane = (row) => {
    if (row && isDocked()) row.scrollIntoView({ block: "center" });
  };
  const buttons = [];
  const dock = (open) => {
    const anchor = document.querySelector("[data-picked], td.lit");
    document.body.classList.toggle("docked", open);
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(open));
      button.textContent = open ? "收起并排的原文" : "并排看原文";
    }
    dispatchEvent(new Event("resize"));
    if (anchor) anchor.scrollIntoView({ block: "center" });
    inPane(document.querySelector("li.lit"));
  };
  const addButton = (place, where) => {
    const button = make("button", "并排看原文", { type: "button", class: "dock-button", "aria-pressed": "false" });
    button.addEventListener("click", () => dock(!isDocked()));
    place[where](button);
    buttons.push(button);
  };
  if (source && source.querySelector("ol.lines")) {
    const hint = document.querySelector("#legend .onscreen");
    if (hint) addButton(hint, "append");
    addButton(source.querySelector("h2"), "after");
  }

  const remember = (id) => history.replaceState(null, "", `#${id}`);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest(cellLink);
    if (link) {
      clicked = link.parentElement;
      keyed = event.detail === 0;
      if (isDocked()) {
        event.preventDefault();
        remember(clicked.id);
        keyed = keyed && "picked" in clicked.dataset; // 并排时焦点留在数上，再按一次才到下面那一行
        inPane(pick(clicked, lineOf(clicked)));
        clicked = null;
        meetKeyboard();
      } else if (location.hash === link.getAttribute("href")) setTimeout(follow); // 先让浏览器走到那一行，它会带走焦点
      return;
    }
    const row = event.target.closest("ol.lines li");
    const number = row && event.target.closest("li > a:first-child");
    if (!row || (event.target.closest("a") && !(number && isDocked())) || String(getSelection())) return;
    event.preventDefault();
    remember(row.id);
    pick(null, row.id);
    const [first] = cellsOf.get(row.id) || [];
    if (first && isDocked()) first.scrollIntoView({ block: "center" });
  });
  const drop = () => {
    const back = document.querySelector("td[data-picked]") || document.querySelector("li.lit");
    history.replaceState(null, "", location.pathname + location.search);
    pick(null, "");
    const number = back && back.querySelector('a[href^="#"]');
    if (number) number.focus();
  };
  close.addEventListener("click", drop);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.target.matches("input, textarea, select")) return;
    if (isDocked() && !bar.contains(document.activeElement)) {
      dock(false);
      if (source.contains(document.activeElement)) buttons.at(-1).focus();
    } else if (!bar.hidden) drop();
  });
  addEventListener("hashchange", () => {
    follow();
    inPane(document.querySelector("li.lit"));
  });
  follow();
})();

// 报告页：点数字，原文那一行读出的格子都标出来；点行号，格子也标出来。没有它，锚点照样能走。
"use strict";
(() => {
  const cellsOf = new Map();
  for (const link of document.querySelectorAll('table.form td > a[href^="#L"]')) {
    const line = link.getAttribute("href").slice(1);
    if (!cellsOf.has(line)) cellsOf.set(line, []);
    cellsOf.get(line).push(link.parentElement);
  }
  const lineOf = (target) => {
    if (!target) return null;
    if (/^L\d+$/.test(target.id)) return target.id;
    const link = target.matches("td") ? target.querySelector(':scope > a[href^="#L"]') : null;
    return link ? link.getAttribute("href").slice(1) : null;
  };
  const light = () => {
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    const line = lineOf(document.getElementById(decodeURIComponent(location.hash.slice(1))));
    if (!line) return;
    for (const cell of cellsOf.get(line) || []) cell.classList.add("lit");
    const row = document.getElementById(line);
    if (row) row.classList.add("lit");
  };
  addEventListener("hashchange", light);
  light();
})();

// The list of tables and their columns; choosing a name hands it to the page.

import { make } from "../shared/dom.js";

const MORE = ["agencies", "findings", "corrections", "agency_register"];

/** The list drawn from index.json: tables of reports and agencies first, then code lists. */
export function drawTables(index, insert) {
  const main = index.tables.filter((table) => table.partitioned || MORE.includes(table.name));
  const codes = index.tables.filter((table) => !main.includes(table));
  const folded = [make("summary", {}, `代码和名称（${codes.length} 张表）`), ...codes.map((one) => draw(one, insert))];
  return [...main.map((one) => draw(one, insert)), make("details", { class: "more sql-codes" }, folded)];
}

function draw(table, insert) {
  const rows = table.files.reduce((sum, file) => sum + file.rows, 0);
  const more = table.partitioned && !table.columns.some((column) => column.name === "year");
  const columns = table.columns.map((column) => drawName(column.name, column.title, insert));
  return make(
    "details",
    { class: "more" },
    make("summary", {}, make("code", {}, table.name), ` ${table.title} `, make("small", {}, `${rows.toLocaleString("zh")} 行`)),
    make(
      "ul",
      {},
      drawName(table.name, "表名", insert),
      columns,
      more && drawName("year", "报告的年份，SELECT * 不带它", insert),
    ),
  );
}

function drawName(name, title, insert) {
  const button = make("button", { type: "button" }, name);
  button.addEventListener("click", () => insert(/^(order|table|left|right|column|row|kind|use)$/.test(name) ? `"${name}"` : name));
  return make("li", {}, button, make("span", {}, title));
}

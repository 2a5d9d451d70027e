// The shown comparison as CSV: one line a cell, exact, with the address of each cell on its report's page.
// UTF-8 with a byte order mark, so that Excel reads it; nothing is changed for spreadsheets: the values are exact.

import { BOM, writeLine } from "../shared/csv.js";

export const COLUMNS = [
  ...["report_id", "agency", "year", "form", "scope", "level", "table", "row", "column", "groups", "row_label"],
  ...["column_label", "unit", "state", "value", "correction", "baseline", "difference", "source"],
];

/** The CSV of the tables as shown; `addressOf(report, table, row, column)` is absolute. */
export function writeCsv(tables, base, addressOf) {
  const lines = [COLUMNS];
  for (const { blocks } of tables) {
    for (const line of blocks.flatMap((block) => block.lines)) {
      for (const cell of line.cells) lines.push(writeCell(line, cell, base, addressOf));
    }
  }
  return BOM + lines.map(writeLine).join("");
}

function writeCell(line, cell, base, addressOf) {
  const { report } = cell;
  const printed = cell.kind === "cell";
  return [
    ...[report.report_id, report.name, report.year, report.form, report.scope, report.level, line.table, line.row],
    ...[line.column, line.groups.join("｜"), line.rowLabel, line.columnLabel, line.unit],
    ...(printed ? [cell.state, cell.value, cell.correction] : [cell.kind === "apart" ? "not_aligned" : "not_in_form", "", ""]),
    ...[base, cell.difference ?? "", printed ? addressOf(report, line.table, line.row, line.column) : ""],
  ];
}

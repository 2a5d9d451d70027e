// Rows of an answer as CSV: UTF-8 with a byte order mark, CRLF-free, nothing changed for spreadsheets.

const BOM = "\ufeff";

/** The CSV of an answer whose `rows` are lists by column; an empty field is NULL, "" an empty text. */
export function writeCsv(columns, rows, count) {
  const lines = [`${columns.map(({ name }) => quote(name)).join(",")}\n`];
  for (let row = 0; row < count; row += 1) lines.push(`${rows.map((column) => quote(column[row])).join(",")}\n`);
  return BOM + lines.join("");
}

function quote(value) {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

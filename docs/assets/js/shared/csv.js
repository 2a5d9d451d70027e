// CSV as this site writes it: one field, one line, the mark that lets Excel know UTF-8.

export const BOM = "\ufeff";

/** A line of CSV: fields as text, quoted where they must be. */
export function writeLine(fields) {
  return `${fields.map(quote).join(",")}\n`;
}

function quote(value) {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// What the compare page shows stands in its address, and nowhere else: read from it, and written to it.
// Whatever does not belong there is told, never guessed; nothing of it is taken for more than text.

export const MOST = 6;
export const TABLES = ["disclosures", "applications", "remedies"];
export const BOTH = "all"; // all editions of the form side by side

const REPORT_ID = /^[0-9a-z][0-9a-z-]{0,150}-[0-9]{4}$/i;
const EDITION = /^[0-9a-z]{1,20}$/;

/** The view that a query string asks for; `troubles` are `[kind, text]` of what in it could not be followed. */
export function readAddress(query) {
  const given = new URLSearchParams(query);
  const troubles = [];
  const reports = [];
  for (const typed of given.getAll("r")) {
    const id = typed.trim();
    if (!id) continue;
    if (!REPORT_ID.test(id)) troubles.push(["malformed", id]);
    else if (reports.includes(id)) troubles.push(["repeated", id]);
    else if (reports.length === MOST) troubles.push(["surplus", id]);
    else reports.push(id);
  }
  const base = given.get("base") ?? "";
  if (base && !reports.includes(base)) troubles.push(["base", base]);
  const edition = given.get("edition") ?? "";
  const tables = given.getAll("table");
  return {
    reports,
    base: reports.includes(base) ? base : (reports[0] ?? ""),
    tables: tables.length > 0 ? TABLES.filter((table) => tables.includes(table)) : [...TABLES],
    everyone: given.get("who") === "all",
    only: given.get("only") === "1",
    text: given.get("text") !== "0",
    edition: EDITION.test(edition) ? edition : "",
    troubles,
  };
}

/** The query string of a view; what is as usual is left out, so that the shortest address is the plainest view. */
export function writeAddress(view) {
  const query = new URLSearchParams();
  for (const id of view.reports) query.append("r", id);
  if (view.base && view.base !== view.reports[0]) query.set("base", view.base);
  if (view.tables.length === 0) query.append("table", "none");
  else if (view.tables.length < TABLES.length) for (const table of view.tables) query.append("table", table);
  if (view.everyone) query.set("who", "all");
  if (view.only) query.set("only", "1");
  if (!view.text) query.set("text", "0");
  if (view.edition) query.set("edition", view.edition);
  const written = query.toString();
  return written ? `?${written}` : "";
}

/**
 * The view with one report more, or the same view where it is there already or six are. Years of one agency stand oldest
 * first, and as long as the first is the baseline it stays the first.
 */
export function addReport(view, id) {
  if (view.reports.includes(id) || view.reports.length >= MOST) return view;
  const reports = [...view.reports, id];
  const isFirst = !view.base || view.base === view.reports[0];
  if (new Set(reports.map((one) => one.slice(0, -5))).size === 1) reports.sort();
  return { ...view, reports, base: isFirst ? reports[0] : view.base };
}

/** The view without a report; the first that is left becomes the baseline if it was that one. */
export function dropReport(view, id) {
  const reports = view.reports.filter((other) => other !== id);
  return { ...view, reports, base: view.base === id ? (reports[0] ?? "") : view.base };
}

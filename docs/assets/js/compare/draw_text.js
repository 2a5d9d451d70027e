// The text, section by section: the baseline's sentences and each other report's, marked by what they have in common.
// Marks are words and lines, never colour alone.

import { nameReport } from "./chosen.js";
import { pageOf } from "./data.js";
import { make } from "../shared/dom.js";
import { compareTexts, splitText } from "./sentences.js";

const TAGS = { only: "只见于此", numbers: "数不同", own: "名称、年份不同" };
const ORDER = ["only", "numbers", "own", "same"];

/** Every section that some report has words in; a report whose text is held back is told. */
export function drawTexts(reports, forms, view) {
  const open = reports.filter((report) => !report.withheld);
  const base = open.find((report) => report.report_id === view.base) ?? open[0];
  const drawn = reports
    .filter((report) => report.withheld)
    .map((report) => make("p", { class: "compare-note" }, `${nameReport(report)}：这份报告的正文暂不公布，等候核对，所以不对照。`));
  if (open.length < 2) return [...drawn, make("p", {}, "可以对照正文的报告不到两份。")];
  if (base.report_id !== view.base) drawn.push(make("p", { class: "compare-note" }, `正文以${nameReport(base)}为基准。`));
  const ordered = [base, ...open.filter((report) => report !== base)];
  const codes = [...new Set(ordered.flatMap((report) => report.sections.map((section) => section.section)))].sort();
  return [...drawn, ...codes.map((code) => drawSection(code, ordered, forms, view))];
}

function drawSection(code, reports, forms, view) {
  const texts = reports.map((report) => readSection(report, code));
  if (texts.every((text) => text.sentences.length === 0)) return null;
  const pairs = texts.slice(1).map((text) => compareTexts(texts[0], text));
  const marked = [mergeMarks(pairs.map(([left]) => left)), ...pairs.map(([, right]) => right)];
  return make(
    "section",
    { class: "compare-section", "aria-labelledby": `compare-s${code}` },
    make("h3", { id: `compare-s${code}` }, forms.labels.sections[code] ?? code),
    make("div", { class: "compare-texts" }, reports.map((report, at) => drawText(report, texts[at], marked[at], code, at === 0, reports.length, view))),
  );
}

function readSection(report, code) {
  const section = report.sections.find((found) => found.section === code);
  const paragraphs = section ? splitText(section.text ?? "") : [];
  return { section, paragraphs, sentences: paragraphs.flat(), names: [report.name], year: Number(report.year) };
}

/** What a sentence of the baseline is to all others: the kind least alike among those that have it, and how many of each. */
function mergeMarks(columns) {
  return columns[0].map((_, at) => {
    const found = columns.map((column) => column[at]);
    const counts = Object.fromEntries(ORDER.map((kind) => [kind, found.filter((one) => one.kind === kind).length]));
    const kind = ORDER.find((one) => one !== "only" && counts[one] > 0) ?? "only";
    const { pieces } = found.find((one) => one.kind === kind);
    return { kind: kind === "same" && counts.only > 0 ? "some" : kind, pieces, counts: columns.length > 1 ? counts : null };
  });
}

function drawText(report, text, marks, code, isBase, count, view) {
  const head = make("h4", {}, make("a", { href: text.section ? `${pageOf(report)}#s${code}` : pageOf(report) }, nameReport(report)), isBase ? make("small", { class: "tag" }, "基准") : null);
  if (!text.section) return make("div", {}, head, make("p", { class: "muted" }, "这份报告没有这一部分。"));
  if (text.sentences.length === 0) return make("div", {}, head, make("p", { class: "muted" }, "这一部分没有文字。"));
  let at = 0;
  const paragraphs = text.paragraphs.map((sentences) => drawParagraph(sentences.map(() => marks[at++]), view));
  const tally = [...ORDER, "some"].map((kind) => [kind, marks.filter((mark) => mark.kind === kind).length]).filter(([, number]) => number > 0);
  const said = tally.map(([kind, number]) => `${TAGS[kind] ?? (kind === "some" ? "有的报告没有" : count > 2 && isBase ? "各份相同" : "相同")} ${number} 句`).join("，");
  return make("div", {}, head, make("p", { class: "muted compare-tally" }, said), paragraphs);
}

/** A paragraph; with only differences shown, neighbouring sentences that are the same become a mark of how many. */
function drawParagraph(marks, view) {
  const pieces = [];
  let same = 0;
  const flush = () => {
    if (same > 0) pieces.push(make("span", { class: "muted t-cut" }, `〔相同 ${same} 句，未列〕`));
    same = 0;
  };
  for (const mark of marks) {
    if (view.only && mark.kind === "same") {
      same += 1;
      continue;
    }
    flush();
    pieces.push(drawSentence(mark));
  }
  flush();
  return make("p", {}, pieces);
}

function drawSentence({ kind, pieces, counts = null }) {
  const words = pieces.map(([text, changed]) => (changed ? make("mark", {}, text) : text));
  const tag = counts && kind !== "only" ? tellCounts(counts) : (TAGS[kind] ?? "");
  return make("span", { class: `t t-${kind}` }, tag ? make("small", { class: "tag" }, tag) : null, words);
}

/** Of how many of the other reports what is true, in words: 1 份数不同，2 份没有. */
function tellCounts({ numbers, own, only }) {
  return [[numbers, TAGS.numbers], [own, TAGS.own], [only, "没有"]]
    .filter(([number]) => number > 0)
    .map(([number, words]) => `${number} 份${words}`)
    .join("，");
}

// The reports chosen: a card for each, with what must be known before it is compared, and a choice of the baseline.

import { pageOf } from "./data.js";
import { make, whisper } from "../shared/dom.js";

/** A report in a few words: agency and year. */
export function nameReport(report) {
  return `${report.name} ${report.year} 年`;
}

/** What its head says of a report: level, edition, scope. */
export function tellFacts(report, labels) {
  return [
    labels.levels[report.level] ?? report.level,
    labels.forms[report.form] ?? report.form,
    `统计范围：${labels.scopes[report.scope] ?? report.scope}`,
  ];
}

/** The cards of the reports chosen, in their order. */
export function drawChosen(reports, labels, view, act) {
  return reports.map((report) => drawCard(report, labels, view, act, reports.length > 1));
}

function drawCard(report, labels, view, act, several) {
  const base = report.report_id === view.base;
  const radio = make("input", { type: "radio", name: "base", id: `base-${report.report_id}`, value: report.report_id, checked: base });
  radio.addEventListener("change", () => act.setBase(report.report_id));
  const drop = make("button", { type: "button", class: "button plain onscreen" }, "移除", whisper(nameReport(report)));
  drop.addEventListener("click", () => act.drop(report.report_id));
  return make(
    "li",
    { class: base && several ? "base" : null },
    make("p", { class: "compare-name" }, make("a", { href: pageOf(report) }, nameReport(report))),
    make("p", { class: "muted" }, [...tellFacts(report, labels), labels.functions[report.function] ?? ""].filter(Boolean).join("，")),
    make("p", { class: "compare-tools" }, several ? make("label", {}, radio, " 作基准", whisper(nameReport(report))) : null, drop),
  );
}

/** What is to be known before these reports are compared, in plain words. */
export function tellCautions(reports, labels) {
  const unknown = reports.filter((report) => report.scope === "unknown");
  const scopes = new Set(reports.map((report) => report.scope));
  const levels = new Set(reports.map((report) => report.level));
  const functions = new Set(reports.map((report) => report.function));
  const list = (name, codes) => [...codes].map((code) => labels[name][code] ?? code).join("、");
  const cautions = [];
  if (unknown.length > 0) {
    const who = unknown.length === reports.length ? "所选报告都" : `${unknown.map(nameReport).join("、")}`;
    cautions.push(`${who}没有说明统计范围：这些数不能相加，也不宜排名次。`);
  } else if (scopes.size > 1) {
    cautions.push(`统计范围不同（${list("scopes", scopes)}）：这些数不能相加，也不宜排名次。`);
  }
  if (levels.size > 1) cautions.push(`级别不同（${list("levels", levels)}），数的大小没有可比的底数。`);
  if (functions.size > 1) cautions.push(`职能不同（${list("functions", functions)}），办的事不一样。`);
  return cautions;
}

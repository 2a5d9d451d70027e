// A first answer → the page: what was found, and buttons to see more of it and to count it.

import { make } from "../shared/dom.js";
import { drawAgency, drawHit, formatNumber } from "./draw.js";
import { agenciesAddress } from "./filters.js";
import { countAll, listCounts, PAGE, readOn } from "./lookup.js";
import { tellCounts, tellFruitless } from "./words.js";

const AGENCIES = 5; // agencies shown

/** Show an answer with `wanted` hits; `root` is the site's address. */
export function presentAnswer(answer, panel, turn, root, wanted = PAGE) {
  const { asked, query, search, bodies, variants } = answer;
  const hits = search.hits.slice(0, wanted);
  const counts = listCounts(answer);
  const isFruitless = search.left > 0 && hits.length === 0;
  const told = isFruitless ? tellFruitless(search.compared, search.left) : "";
  const found = counts.some((each) => each.found) ? tellCounts(counts, query.words.length > 0) : "";
  panel.present([found, told].filter(Boolean).join("。"), {
    items: hits.map((hit) => drawHit(hit, query.words, root, variants)),
    bodies: drawAgencies(bodies?.found ?? [], asked, query, root),
    counts,
  });
  if (search.most > hits.length) {
    panel.addAction(isFruitless ? "继续找" : "再看十条", async () => {
      const next = hits.length + PAGE;
      await readOn(answer, next);
      if (turn.isOver()) return;
      history.replaceState({ hits: next }, "");
      presentAnswer(answer, panel, turn, root, next);
      (panel.list.children[hits.length] ?? panel.actions).querySelector("a, button")?.focus();
    });
  }
  if (!search.exact) addCounting(answer, panel, turn, () => presentAnswer(answer, panel, turn, root, wanted));
}

/** A button that counts exactly: it says how far it is, and can be stopped. */
function addCounting(answer, panel, turn, show) {
  panel.addAction(`数出准确条数（再读 ${formatNumber(answer.search.left)} 段）`, async () => {
    const stop = make("button", { type: "button", class: "plain-button" }, "停");
    const progress = make("progress", { max: answer.search.left, value: 0, "aria-label": "数到哪里" });
    let isStopped = false;
    stop.addEventListener("click", () => (isStopped = true));
    panel.actions.replaceChildren(progress, stop);
    stop.focus();
    await countAll(answer, (done) => {
      progress.value = done;
      return isStopped || turn.isOver();
    });
    if (turn.isOver()) return;
    show();
    (panel.actions.querySelector("button") ?? document.querySelector("#search-box")).focus();
  });
}

/** The first agencies; the others on the page of agencies, or here in loose mode, which that page does not know. */
function drawAgencies(found, asked, query, root) {
  if (!found.length) return [];
  const draw = (some) => make("ol", { class: "search-hits", "aria-label": "找到的机关" }, some.map((one) => drawAgency(one, query.words, root)));
  const few = draw(found.slice(0, AGENCIES));
  if (found.length <= AGENCIES) return [few];
  const words = `看全部 ${formatNumber(found.length)} 个`;
  if (asked.mode !== "loose") return [few, make("p", { class: "search-more" }, make("a", { href: new URL(agenciesAddress(asked), root).href }, words))];
  const button = make("button", { type: "button", class: "plain-button" }, words);
  const more = make("p", { class: "search-more" }, button);
  button.addEventListener("click", () => {
    const all = draw(found);
    few.replaceWith(all);
    more.remove();
    all.children[AGENCIES].querySelector("a").focus();
  });
  return [few, more];
}

// 没有这一页：地址里认得出机关或地区的，指到最近的一页。没有它，页上的几条路照样能走。
"use strict";
(async () => {
  const root = new URL("../../", document.currentScript?.src || document.querySelector('script[src$="missing.js"]').src);
  const place = document.getElementById("nearest");
  const asked = location.pathname.slice(root.pathname.length);
  const [kind, code, year] = asked.split("/");
  if (!location.pathname.startsWith(root.pathname) || !/^\d{6,12}(-[a-z0-9-]+)?$/.test(code || "")) return;
  const say = (words, address, label) => {
    const link = document.createElement("a");
    link.href = new URL(address, root);
    link.textContent = label;
    place.replaceChildren(words, link, "。");
    place.hidden = false;
  };
  const region = code.slice(0, 6);
  if (kind === "agencies") {
    const found = await fetch(new URL(`api/v1/agencies/${code}.json`, root)).catch(() => null);
    if (found?.ok) {
      const agency = await found.json();
      const years = agency.reports.map((report) => report.year).join("、");
      say(/^\d{4}$/.test(year || "") ? `${agency.name}的 ${year} 年报告没有收录；已收录 ${years} 年：` : "这个机关的页面：", `agencies/${code}/`, agency.name);
      return;
    }
  }
  for (const parent of [region, `${region.slice(0, 4)}00`, `${region.slice(0, 2)}0000`]) {
    const found = await fetch(new URL(`regions/${parent}/`, root), { method: "HEAD" }).catch(() => null);
    if (found?.ok) return say("这个地方已收录的机关：", `regions/${parent}/`, "看这个地区");
  }
})();

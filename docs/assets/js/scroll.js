// 横着放不下的表：哪一边还有，哪一边渐隐；全放得下的，不设滚动框，表头就能停在窗口上沿。没有它，表照样能滚动。
"use strict";
(() => {
  const BOXES = ".scroll:not(.source)"; // 对照页的表是后来才有的，所以每次再找
  const look = (box) => {
    const over = box.scrollWidth - box.clientWidth;
    box.classList.toggle("fits", over <= 1);
    box.classList.toggle("more-left", over > 1 && box.scrollLeft > 1);
    box.classList.toggle("more-right", over > 1 && box.scrollLeft < over - 1);
  };
  const lookAtAll = () => document.querySelectorAll(BOXES).forEach(look);
  const scrolled = ({ target }) => target instanceof Element && target.matches(BOXES) && look(target);
  document.addEventListener("scroll", scrolled, { passive: true, capture: true });
  addEventListener("resize", lookAtAll, { passive: true });
  document.addEventListener("toggle", lookAtAll, true);
  lookAtAll();
  // 地址指到收起的一部分，就展开它
  const openTarget = () => {
    const fold = location.hash.length > 1 && document.getElementById(location.hash.slice(1))?.closest("details.fold");
    if (fold) fold.open = true;
  };
  addEventListener("hashchange", openTarget);
  openTarget();
  // 手写页面里的表由主题装进滚动框；框要能用键盘进去
  addEventListener("load", () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) box.tabIndex = 0;
  });
})();

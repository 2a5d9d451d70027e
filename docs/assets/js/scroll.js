// 横着放不下的表：哪一边还有，哪一边渐隐；全放得下的，不设滚动框，表头就能停在窗口上沿。没有它，表照样能滚动。
"use strict";
(() => {
  const boxes = [...document.querySelectorAll(".scroll:not(.source)")];
  const look = (box) => {
    const over = box.scrollWidth - box.clientWidth;
    box.classList.toggle("fits", over <= 1);
    box.classList.toggle("more-left", over > 1 && box.scrollLeft > 1);
    box.classList.toggle("more-right", over > 1 && box.scrollLeft < over - 1);
  };
  const lookAtAll = () => boxes.forEach(look);
  for (const box of boxes) box.addEventListener("scroll", () => look(box), { passive: true });
  addEventListener("resize", lookAtAll, { passive: true });
  document.addEventListener("toggle", lookAtAll, true);
  lookAtAll();
})();

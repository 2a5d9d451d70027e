// 读者选过的深浅色，在画第一笔以前用上；选的是跟随系统，就看系统现在是哪一种。
"use strict";
(() => {
  const FOLLOWS = "(prefers-color-scheme)";
  const color = __md_get("__palette")?.color;
  if (!color || typeof color !== "object") return;
  const system = `(prefers-color-scheme: ${matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"})`;
  const chosen = color.media === FOLLOWS && document.querySelector(`[data-md-color-media="${system}"]`);
  for (const name of ["media", "scheme", "primary", "accent"]) {
    const value = chosen ? chosen.getAttribute(`data-md-color-${name}`) : color[name];
    if (typeof value === "string") document.body.setAttribute(`data-md-color-${name}`, value);
  }
})();

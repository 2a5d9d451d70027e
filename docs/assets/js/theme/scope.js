// 主题在浏览器里记事用的几个函数：记在哪个网站名下、读、写、一段文字的散列。网站的根从这个文件自己的地址来，网页多深都一样。
"use strict";
globalThis.__md_scope = new URL("../../../", document.currentScript.src);
globalThis.__md_hash = (text) => {
  let sum = 0;
  for (const character of text) sum = (sum << 5) - sum + character.charCodeAt(0);
  return sum;
};
globalThis.__md_get = (key, storage, scope = __md_scope) => {
  try {
    return JSON.parse((storage ?? localStorage).getItem(`${scope.pathname}.${key}`));
  } catch {
    return null; // 不许记，或记的不是我们写的：当作没有
  }
};
globalThis.__md_set = (key, value, storage, scope = __md_scope) => {
  try {
    (storage ?? localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    // 不许记，或记满了：下一页再选一次
  }
};

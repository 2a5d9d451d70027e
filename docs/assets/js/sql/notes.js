// What should stay with an answer that is taken away: the statement, the version, the files with their hashes, how to
// cite. In: the answer as shown and index.json. Out: plain text.

const MEANING = [
  "NULL（CSV 里空的字段）是没有值：空白、横线、没有印出或读不出，见 state 一列；不是 0。",
  "范围（scope）未说明或互相重叠的报告不可相加。所述的是报告，不是对机关的评价。",
];

/** The notes as text, lines ended by CRLF for every editor. */
export function writeNotes({ text, count, complete, files }, { version, date }, address) {
  const site = document.title.split(" · ").at(-1);
  return `\ufeff${[
    `${site}：SQL 查询结果`,
    `数据版本：${version}（${date}）`,
    `行数：${count}${complete ? "" : "（没有取完）"}`,
    `地址：${address}`,
    "",
    "语句：",
    ...text.trim().split("\n"),
    "",
    "读取的文件（SHA-256）：",
    ...(files.length ? files.map(({ file }) => `${file.sha256}  ${file.path}`) : ["无"]),
    "",
    ...MEANING,
    "",
    `引用：请先写公布报告的机关，再写“${site}，数据版本 ${version}（${date}）”，并附上面的语句。`,
    "许可：编成的数据以 CC0 1.0 放弃权利；报告原文（sections 等表里逐字引用的部分）是行政机关公布的文件，不由本项目许可。",
    "",
  ].join("\r\n")}`;
}

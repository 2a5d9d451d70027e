"""The words in which a change is told to who looks at it, in Chinese and English.

Comes in: a name. Goes out: a pair of words, or both as one text. Refuses to know: where they stand. What has a code
takes its label from the code lists.
"""

from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    """The same in Chinese and English."""

    zh: str
    en: str

    @property
    def both(self) -> str:
        """Both, as one text."""
        return f"{self.zh} / {self.en}"

    def fill(self, **values: object) -> Pair:
        """Both with these values put in."""
        return Pair(self.zh.format(**values), self.en.format(**values))


RESULTS = {
    "withheld": Pair("没有收录", "not taken"),
    "removed": Pair("撤下", "taken down"),
    "replaced": Pair("已被取代", "replaced"),
    "gone": Pair("删去（原来也没有收录）", "deleted, was not taken before"),
    "added": Pair("新收录", "new"),
    "changed": Pair("有改动", "changed"),
    "same": Pair("数据不变", "same data"),
    "moved": Pair("改了名", "renamed"),
    "left_out": Pair("不读（不是报告）", "not read, no report"),
}
"""What became of a file."""

STRANGE = {
    "outside": Pair("不在 datapackage/reports/ 里，不会读取", "not below datapackage/reports/, so nobody reads it"),
    "folder": Pair("是文件夹或子模块，不是文件", "a folder or submodule, not a file"),
    "link": Pair("是符号链接，不读也不跟", "a symbolic link: neither read nor followed"),
    "special": Pair("是设备一类的特殊文件", "a device or the like"),
    "settings": Pair(
        "是 git 的设置，会改变取出的文件的字节", "settings of git, which may change the bytes of files as checked out"
    ),
    "long_name": Pair(
        "名字超过 255 字节，许多机器存不下", "a name longer than 255 bytes, which many machines cannot hold"
    ),
}
STRANGE_NEXT = Pair(
    "把报告文件放进 datapackage/reports/ 里那一年的文件夹；别的文件请从这个合并请求里去掉",
    "put report files into the folder of their year below datapackage/reports/; take other files out of the change",
)

REASONS = {
    "package": Pair("数据包没有做成，所以什么也看不出", "no data package came of it, so nothing can be told"),
    "errors": Pair("改动的报告文件没有收录：{count} 个", "changed report files that are not taken: {count}"),
    "elsewhere": Pair(
        "没有碰过的报告文件因此不再收录：{count} 个", "report files nobody touched that are no longer taken: {count}"
    ),
    "site": Pair("网站没有做成", "the site was not built"),
    "strange": Pair("放错地方或不能收的文件：{count} 个", "files in a strange place, or of a kind not taken: {count}"),
}
"""What stands against a change."""

ATTENTION = {
    "no_base": Pair(
        "没有可比的旧数据（改动以前的数据包没有做成，或各表的列不同），所以说不出数据会怎样变",
        "nothing to compare with (no package came of what stood before, or its columns differ): changes cannot be told",
    ),
    "freed": Pair(
        "原来暂不公布或遮去号码的正文，改动以后会放开：{count} 份；只有维护者可以这样决定",
        "texts held back or masked so far that the change would give out: {count}; only a maintainer may decide that",
    ),
    "program": Pair(
        "也改了程序或工作流（{count} 个文件）：这份摘要由改过的程序写成，请先看那些文件",
        "program or workflows are changed too ({count} files): this summary was written by them, so look there first",
    ),
    "code_list": Pair(
        "改了代码表（{count} 个文件），所有报告都照它读", "code lists changed ({count}): every report is read by them"
    ),
    "book": Pair(
        "改了登记、地址簿或账册（{count} 个文件），这些通常由发布命令写",
        "register, address book or ledger changed ({count}), which the release command writes as a rule",
    ),
    "removed": Pair("撤下的报告：{count} 份", "reports taken down: {count}"),
    "personal": Pair(
        "有像身份证号、手机号的数字：{count} 个文件；号码不在这里写出，正文怎样公布由维护者决定",
        "numbers like those of persons in {count} files; they are not shown here, and a maintainer decides on the text",
    ),
    "decision": Pair(
        "附注自己写了正文怎样公布（text_release）：{count} 份；这由维护者看过原文以后决定",
        "sidecars that say how the text is released (text_release): {count}; that is a maintainer's decision",
    ),
    "newcomers": Pair("新的机关：{count} 个，请确认不是已有机关的别名", "new agencies to be confirmed: {count}"),
    "alike": Pair(
        "其中与已有机关相似的：{count} 个，列在最前", "of these, alike to agencies held already: {count}, told first"
    ),
    "folder": Pair(
        "不在报告年度的文件夹里：{count} 个文件（照样读；请移到表里写明的文件夹）",
        "files not in the folder of their year: {count} (read all the same; please move them where the table says)",
    ),
    "jumps": Pair(
        "比这一格以往的数大得多或小得多的数：{count} 个，请对照原文",
        "numbers far beyond what their cell held so far: {count}; compare them with the original",
    ),
    "reading": Pair(
        "文件没有变而读出不同的格子：{count} 格", "cells read otherwise although their file is the same: {count}"
    ),
    "left_out": Pair(
        "放在报告文件夹里、但不读的文件：{count} 个", "files in the folder of reports that are not read: {count}"
    ),
}
"""What asks for a look, but blocks nothing."""
FREED = Pair(
    "这份正文原来暂不公布或遮去号码，改动以后会放开；只有维护者可以这样决定",
    "this text was held back or masked so far, and the change would give it out; only a maintainer may decide that",
)

CLEAN = Pair(
    "没有发现、核对也没有不符的 {count} 份不在这里细列：它们的三张表在附件的 full.md 里，也要对照原文。",
    "{count} without findings and differing sums are not listed here: their tables stand in full.md of the artifact, "
    "to be compared too.",
)
COUNTS = {
    "reports": Pair("报告", "reports"),
    "agencies": Pair("机关", "agencies"),
    "files_withheld": Pair("没有收录的文件", "files not taken"),
    "texts": Pair("正文", "texts"),
    "cells": Pair("格子", "cells"),
    "corrections": Pair("更正的格子", "corrected cells"),
    "checks": Pair("核对", "checks"),
    "findings": Pair("发现", "findings"),
}
RELEASES = {
    "full": Pair("全文公布", "in full"),
    "masked": Pair("遮去号码", "numbers masked"),
    "withheld": Pair("暂不公布", "held back"),
}
"""How texts are given out."""
ALIKE = {
    "looks": Pair("同地区，只差形近的字", "same place, differs in look-alike characters alone"),
    "function": Pair("同地区同职能", "same place and function"),
    "name": Pair("同地区名称相近", "same place, near name"),
    "elsewhere": Pair("别处同名", "same name elsewhere"),
}
TABLES = {
    "disclosures": Pair("主动公开", "disclosures"),
    "applications": Pair("依申请公开", "requests"),
    "remedies": Pair("复议诉讼", "reviews, lawsuits"),
}

"""The notes that go into every zip: what is in it, the licence, how to cite it.

Comes in: the context, a title, the files of the zip in words. Goes out: file name and bytes, the same bytes always:
`README.txt`, `LICENCE.txt`, `CITATION.txt`, `CITATION.cff`, `CITATION.bib`. Refuses to know: the files themselves, the
descriptor, zips. The notes end their lines with LF, are UTF-8, and are read by people who open the zip in ten years.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from build_scripts.packaging.descriptor import LICENCE_URL
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.machine.citations import Citations, cite_package, note_version

NOTES = ("README.txt", "LICENCE.txt", "CITATION.txt", "CITATION.cff", "CITATION.bib")
"""The names of the notes, in the order in which they are given."""

LICENCE_TEXT = f"""编成的数据：CC0 1.0，{LICENCE_URL}
报告原文（读取的文字、原文件，以及各表里逐字引用的部分）是行政机关公布的文件，不由本项目许可。

Compiled data: CC0 1.0. The reports themselves (their texts, the files as handed in, and verbatim quotes in the tables)
are public authorities' documents, which this project does not license.
"""

_REMARKS = (
    ("状态：reported 有数；blank 空白；dash 横线；absent 未印；unreadable 无法读取。空白不等于 0。", ""),
    ("统计范围（reports 的 scope）未说明的报告，不要相加。", ""),
    ("", "States: reported, blank, dash, absent (not printed), unreadable. Blank is never zero."),
    ("", "Never add up reports of unknown scope."),
)


def list_notes(
    context: SiteContext,
    title: str,
    contents: Sequence[tuple[str, str, str]],
    *,
    citations: Citations | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each note. `title` says what the zip is, without its version; `contents` are (file name,
    Chinese, English) for the README; `citations` those of a single report, else of the whole data."""
    cited = citations or cite_package(context)
    yield "README.txt", _write_readme(context, title, contents).encode()
    yield "LICENCE.txt", LICENCE_TEXT.encode()
    yield "CITATION.txt", write_citations(cited).encode()
    yield "CITATION.cff", cited.cff.encode()
    yield "CITATION.bib", cited.bibtex.encode()


def write_citations(citations: Citations) -> str:
    """The citations for a person, one below the other."""
    return (
        "请先写公布报告的机关，再写本站和数据版本。/ Name the agency first, then this site and the data version.\n\n"
        f"行文中 / in text\n{citations.inline}\n\n"
        f"GB/T 7714—2015（访问日期请自己补上，写在地址之前，如 [2026-12-01]）\n{citations.gbt7714}\n\n"
        f"BibTeX（另见 CITATION.bib）\n{citations.bibtex}\n"
        "CFF：见 CITATION.cff / see CITATION.cff\n"
    )


def _write_readme(context: SiteContext, title: str, contents: Sequence[tuple[str, str, str]]) -> str:
    files = [
        *contents,
        ("LICENCE.txt", "许可", "licence"),
        ("CITATION.*", "引用方法：txt 给人看，bib 是 BibTeX，cff 是 Citation File Format", "how to cite"),
    ]
    width = max(_measure(name) for name, _, _ in files) + 2
    lines = [f"{name}{' ' * (width - _measure(name))}{{}}" for name, _, _ in files]
    about = note_version(context)
    return "\n".join(
        (
            title,
            f"{context.settings.site_name}，{about}",
            "",
            *(line.format(chinese) for line, (_, chinese, _) in zip(lines, files, strict=True)),
            "",
            *(chinese for chinese, _ in _REMARKS if chinese),
            "",
            f"Data version {context.version} ({context.date})",
            "",
            *(line.format(english) for line, (_, _, english) in zip(lines, files, strict=True)),
            "",
            *(english for _, english in _REMARKS if english),
            "",
        )
    )


@lru_cache(maxsize=64)
def _measure(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in {"W", "F"} else 1 for one in text)

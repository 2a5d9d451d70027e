"""What an issue asks for: which report, of whom and which year, and where its text is to be had.

Comes in: the answers of the form, the recorded event. Goes out: `Asked`, with a code for everything that stands against
it (`words.csv`). Refuses to know: the network, files, what the report says. Everything here is what a stranger
wrote: text to be compared and quoted, never a path, a command or an address that is asked unchecked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from build_scripts.contributing.proposing.issue_form import Field, NotTheForm, read_answers
from build_scripts.unseen import is_name

ATTACHMENT_HOSTS = frozenset(
    {
        "github.com",
        "objects.githubusercontent.com",
        "github-production-repository-file-5c1aeb.s3.amazonaws.com",
        "github-production-user-asset-6210df.s3.amazonaws.com",
    }
)
"""Where an attachment may come from: the address that an issue shows, and where GitHub keeps what it leads to."""
MOST_ATTACHMENTS = 5
SHORTEST_TEXT = 200
"""Less than this beside a file or an address is a remark; alone it is no report."""
LONGEST_NAME = 80
_ATTACHED = re.compile(
    r"https://github\.com/user-attachments/files/[0-9]{1,15}/[\w.%~+-]{1,255}(?![\w.%~+/-])", re.ASCII
)
_LINK = re.compile(r"!?\[[^\]\n]*\]\(\s*(\S+?)\s*\)")
_PICTURE = re.compile(r"https://github\.com/user-attachments/assets/|<img\b|https://user-images\.")
_NAMED = re.compile(r"(.*?)\s*[（(]\s*([0-9]{6}-[a-z0-9]+(?:-[a-z0-9]+)*)\s*[）)]")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_SPACER = re.compile(r"--(?: \| --)*")
_FENCED = re.compile(r"(`{3,}+|~{3,}+)[^\n`]*+\n(.*)\n\1[`~]*", re.DOTALL)


class Asked(NamedTuple):
    """One issue: its number and day, the agency's name and, if the site's link filled it in, id, the report's year,
    the address of the original; the attachments, or else the text that was pasted; what stands against it."""

    number: int
    day: str
    agency: str = ""
    agency_id: str = ""
    year: str = ""
    url: str = ""
    attachments: tuple[str, ...] = ()
    pasted: str = ""
    troubles: tuple[str, ...] = ()

    @property
    def is_hopeless(self) -> bool:
        """Whether nothing can be read."""
        return bool(set(self.troubles) & HOPELESS)

    @property
    def is_fetched(self) -> bool:
        """Whether the address is what is read: nothing is attached or pasted."""
        return not self.attachments and not self.pasted


PROPOSE = "propose"
"""The label by which a maintainer asks for a pull request."""
HOPELESS = frozenset({"not_the_form", "nothing_given", "pictures_alone", "too_many"})


class NotAnIssue(ValueError):
    """An event file does not tell of an issue."""


def read_event(event: Mapping[str, Any], fields: Sequence[Field]) -> Asked:
    """What the issue of a recorded event asks for; raises NotAnIssue where it tells of none."""
    issue = event.get("issue")
    if not isinstance(issue, Mapping) or "pull_request" in issue:
        raise NotAnIssue("这个事件说的不是问题单 / the event is not about an issue")
    number, day = issue.get("number"), str(issue.get("updated_at") or "")[:10]
    if type(number) is not int or not 0 < number < 10**10 or not re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII):
        raise NotAnIssue("问题单没有编号或日期 / the issue has no number or no day")
    try:
        answers = read_answers(str(issue.get("body") or ""), fields)
    except NotTheForm:
        return Asked(number, day, troubles=("not_the_form",))
    asked = read_asked(number, day, answers)
    is_late = event.get("action") == "edited" and PROPOSE in _list_labels(issue)
    return asked._replace(troubles=(*asked.troubles, "edited_since")) if is_late else asked


def read_asked(number: int, day: str, answers: Mapping[str, str]) -> Asked:
    """What these answers ask for."""
    agency, agency_id = name_agency(answers["agency"])
    year = find_year(answers["year"])
    url = read_address(answers["url"])
    text = answers["text"]
    attachments = tuple(dict.fromkeys(_ATTACHED.findall(text)))
    given = strip_fence(drop_links(text, attachments))
    pasted = undo_tables(given)
    is_text = len("".join(pasted.split())) >= SHORTEST_TEXT
    found = {
        "no_agency": not agency and not agency_id,
        "no_year": not year,
        "no_address": not url,
        "too_many": len(attachments) > MOST_ATTACHMENTS,
        "tables_undone": pasted != given and is_text and not attachments,
        "text_beside_files": bool(attachments) and is_text,
        "pictures_alone": not attachments and not is_text and _PICTURE.search(text) is not None,
    }
    found["nothing_given"] = not attachments and not is_text and not url and not found["pictures_alone"]
    troubles = tuple(code for code, is_so in found.items() if is_so)
    pasted = pasted if is_text and not attachments else ""
    return Asked(number, day, agency, agency_id, year, url, attachments, pasted, troubles)


def _list_labels(issue: Mapping[str, Any]) -> set[str]:
    labels = issue.get("labels")
    found = labels if isinstance(labels, list) else []
    return {str(one.get("name")) for one in found if isinstance(one, Mapping)}


def name_agency(said: str) -> tuple[str, str]:
    """The name of an agency, and the id that the site's links write behind it, if it is there.

    >>> name_agency("卫辉市城市管理局（410781-chengshiguanliju）"), name_agency(" 卫辉市 城市管理局 ")
    (('卫辉市城市管理局', '410781-chengshiguanliju'), ('卫辉市城市管理局', ''))
    """
    plain = "".join(unicodedata.normalize("NFKC", said).split())
    named = _NAMED.fullmatch(plain)
    name, agency_id = (named[1], named[2]) if named else (plain, "")
    return name if 2 <= len(name) <= LONGEST_NAME and is_name(name) else "", agency_id


def find_year(said: str) -> str:
    """The one year that is said, in four digits; empty where there is none or more than one.

    >>> find_year("２０２３年度"), find_year("2022 或 2023"), find_year("去年")
    ('2023', '', '')
    """
    found = set(_YEAR.findall(unicodedata.normalize("NFKC", said)))
    return found.pop() if len(found) == 1 else ""


def read_address(said: str) -> str:
    """An address on the web without blanks; empty for anything else. Whether it may be asked, who asks it decides.

    >>> read_address(" https://example.org/a?b@c "), read_address("javascript:x"), read_address("https:///a@b.cn")
    ('https://example.org/a?b@c', '', '')
    """
    plain = said.strip().strip("<>")
    return plain if re.fullmatch(r"https?://(?![/?#]|[^/?#]*@)[!-~\u4e00-\u9fff]{1,1000}", plain) else ""


def drop_links(text: str, attachments: Sequence[str]) -> str:
    """The text without the links to its attachments."""
    text = _LINK.sub(lambda found: "" if found[1] in attachments else found[0], text)
    for address in attachments:
        text = text.replace(address, "")
    return text.strip("\n")


def undo_tables(text: str) -> str:
    """The text with the tables that GitHub's box made of pasted ones as they were copied: parted by tabs. The box
    writes a row a line, ` | ` between cells, and after the first row a line of dashes, which no report prints.

    >>> undo_tables("第（一）项\\n--\\n规章 | 1\\n\\na | b\\n|---|---|\\n| 1 | 2")
    '第（一）项\\n规章\\t1\\n\\na | b\\n|---|---|\\n| 1 | 2'
    """
    lines = text.split("\n")
    made: list[str] = []
    is_table = False
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if made and made[-1].strip() and _SPACER.fullmatch(line) and (" | " in line or " | " in following):
            made[-1] = made[-1].replace(" | ", "\t")
            is_table = True
            continue
        is_table = is_table and bool(line.strip())
        made.append(line.replace(" | ", "\t") if is_table else line)
    return "\n".join(made)


def strip_fence(text: str) -> str:
    """The text without a code fence around the whole of it.

    >>> strip_fence("```text\\na\\nb\\n```"), strip_fence("a\\n```")
    ('a\\nb', 'a\\n```')
    """
    fenced = _FENCED.fullmatch(text.strip())
    return fenced[2] if fenced else text

"""What a job without rights made of an issue → what a job with rights may do with it: looked at again, name by name.

Comes in: the folder of an artifact, the number of the issue, the address of the run. Goes out: the payload of a comment
or pull request, the files in their places, or a refusal (exit code 2). Refuses to know: everything else. This runs
where it may write to the repository, so it uses Python's own library alone, reads no report, and trusts nothing of
the artifact, as if whoever opened the issue had written all of it:

- files: regular ones, at most MOST, below datapackage/reports, under the names that `add` gives, of the size and hash
  that are said; none that stands there already, none through a link;
- words: those of `answer.md`, if nothing in them outside of <code> could call anybody, name another issue, lead
  elsewhere, show a picture or be HTML; otherwise a sentence of ours instead.

    take_proposal.py answer ARTIFACT ISSUE RUN_URL OUTPUT
    take_proposal.py files ARTIFACT ISSUE RUN_URL OUTPUT ROOT BRANCH
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
import unicodedata
from pathlib import Path
from typing import NamedTuple, NoReturn

REPORTS = "datapackage/reports/"
PLACE = re.compile(
    r"datapackage/reports/(20[0-9]{2})/([0-9]{6}-[a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
    r"\.(?:txt|md|html|mhtml|docx|pdf|doc|rtf|odt)(\.yml)?"
)
MOST, LARGEST, LONGEST_ANSWER, LONGEST_MANIFEST = 12, 64 * 1024 * 1024, 60_000, 20_000
STATES = ("ready", "partly", "blocked", "held", "nothing")
MARK = "<!-- proposal-answer -->"
CODE = re.compile(r"<code>(?:[0-9A-Za-z \u0080-\U0010ffff]|&#[0-9]{1,4};)*</code>")
"""As `quote_markdown` writes it: letters, digits and blanks; every other sign of ASCII stands as its number."""
HARMLESS_ENTITY = re.compile(r"&#(?!(?:35|64);)[0-9]{1,4};")
TAGS = re.compile(r"<br>")
HARMFUL = re.compile(r"[<@]|&#|&\w+;|#\s*[0-9]|\bGH-|://|www\.|!\[|\]\(|\]\s*\[|\]:|```|~~~", re.IGNORECASE)
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Classes of signs that nobody sees, or that turn the order of others; no answer holds one but its line breaks."""
CUT_SHORT = (
    "## 检查没有跑完 / The check was cut short\n\n这多半不是您的错：维护者会看运行的记录。\n\n"
    "*This is most likely not your fault; a maintainer will look at the log of the run.*\n"
)


class Refused(ValueError):
    """The artifact is not what the job before makes."""


class Entry(NamedTuple):
    """A file of the proposal: where it belongs, and its bytes."""

    path: str
    data: bytes


def main(arguments: list[str]) -> None:
    """Do what the first argument says; ends with 2 and a message where anything is not as it should be."""
    try:
        if len(arguments) == 5 and arguments[0] == "answer":
            write_answer(Path(arguments[1]), read_number(arguments[2]), read_run(arguments[3]), Path(arguments[4]))
        elif len(arguments) == 7 and arguments[0] == "files":
            artifact, number, run, output, root, branch = arguments[1:]
            place_files(Path(artifact), read_number(number), read_run(run), Path(output), Path(root), branch)
        else:
            fail(__doc__ or "")
    except (Refused, OSError, UnicodeError) as error:
        fail(f"不收这份提议 / the proposal is refused: {error}")


def fail(message: str) -> NoReturn:
    """End with 2; no line of the message can be a workflow command."""
    for line in message.split("\n"):
        print(f"  {line.replace('::', ': :').replace('##[', '## [')}", file=sys.stderr)
    sys.exit(2)


def write_answer(artifact: Path, number: int, run: str, output: Path) -> None:
    """The payload of the comment that the issue gets."""
    try:
        read_manifest(artifact, number)
        answer = read_words(artifact)
    except (Refused, OSError, UnicodeError) as error:
        print(f"  {str(error)!a}", file=sys.stderr)
        answer = CUT_SHORT
    body = f"{MARK}\n{answer.rstrip()}\n\n{tell_run(run)}\n\n{tell_public()}\n"
    (output / "comment.json").write_text(json.dumps({"body": body}), encoding="utf-8")


def place_files(artifact: Path, number: int, run: str, output: Path, root: Path, branch: str) -> None:
    """The files in the tree, their paths, the message of the commit, the payload of the pull request."""
    state, entries = read_manifest(artifact, number)
    if state != "ready" or not entries:
        raise Refused(f"state {state}, {len(entries)} files")
    for entry in entries:
        place(root, entry)
    names = [PLACE.fullmatch(entry.path) for entry in entries]
    told = sorted({f"{name[1]} {name[2]}" for name in names if name and not name[3]})
    title = f"reports: {', '.join(told)}"
    title = title if len(title) <= 72 else f"reports: issue {number}, {len(told)} reports"
    body = "\n".join(
        [
            f"来自问题单 #{number}，合并以后它就关闭。 / From issue #{number}, which merging closes.",
            "",
            f"Closes #{number}",
            "",
            "**检查已经跑过。** 这些文件在提议以前，由只读的任务照检查合并请求的办法看过，"
            "结果在下面，全文在那次运行的页面上。",
            "这个合并请求由工作流发起，平常的检查不会自己开始：要它再跑一遍，请点 Approve workflows to run；"
            "没有这个按钮的，请关闭再重新打开这个合并请求。",
            "",
            "*It was checked:* a job that may only read looked at these files as the check on a pull request does; the "
            "result stands below, in full on the page of that run. A workflow opened this pull request, so the usual "
            "check does not start by itself: press “Approve workflows to run” or, where there is no such button, close "
            "and reopen the pull request.",
            "",
            tell_run(run),
            "",
            read_words(artifact).rstrip(),
            "",
        ]
    )
    change = {"title": title, "body": body}
    pull = {**change, "head": branch, "base": os.environ.get("BASE_BRANCH") or "main"}
    (output / "paths").write_bytes(b"".join(entry.path.encode() + b"\0" for entry in entries))
    (output / "message").write_text(f"{title}\n\nIssue: {number}\n", encoding="utf-8")
    (output / "pull.json").write_text(json.dumps(pull), encoding="utf-8")
    (output / "change.json").write_text(json.dumps(change), encoding="utf-8")


def read_manifest(artifact: Path, number: int) -> tuple[str, tuple[Entry, ...]]:
    """State and files of the proposal, every one as it is said; raises Refused."""
    written = read_regular(artifact / "proposal.json", LONGEST_MANIFEST)
    try:
        told = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise Refused("proposal.json: not JSON") from error
    if not isinstance(told, dict) or set(told) != {"issue", "state", "files"} or told["issue"] != number:
        raise Refused("proposal.json: not about this issue")
    if told["state"] not in STATES or not isinstance(told["files"], list) or len(told["files"]) > MOST:
        raise Refused("proposal.json: no such state, or too many files")
    entries = tuple(read_entry(artifact, at, one) for at, one in enumerate(told["files"], start=1))
    paths = {entry.path for entry in entries}
    if len(paths) != len(entries):
        raise Refused("the same path twice")
    if any(path.endswith(".yml") and path.removesuffix(".yml") not in paths for path in paths):
        raise Refused("a sidecar without its report")
    return told["state"], entries


def read_entry(artifact: Path, at: int, told: object) -> Entry:
    """One file of the manifest with its bytes; raises Refused."""
    if not isinstance(told, dict) or set(told) != {"path", "size", "sha256", "stored"}:
        raise Refused(f"file {at}: other keys")
    path = told["path"]
    if not isinstance(path, str) or not PLACE.fullmatch(path):
        raise Refused(f"file {at}: no place for a report: {path!r:.80}")
    if told["stored"] != f"{at:04}":
        raise Refused(f"file {at}: stored elsewhere")
    data = read_regular(artifact / "files" / f"{at:04}", LARGEST)
    if len(data) != told["size"] or hashlib.sha256(data).hexdigest() != told["sha256"]:
        raise Refused(f"file {at}: other bytes than said")
    return Entry(path, data)


def read_regular(path: Path, most: int) -> bytes:
    """The bytes of a regular file of at most so many, through no link; raises Refused or OSError."""
    if path.parent.is_symlink():
        raise Refused(f"{path.parent.name}: a link")
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as stream:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > most:
            raise Refused(f"{path.name}: no regular file, or too large")
        return stream.read(most + 1)


def read_words(artifact: Path) -> str:
    """The answer, if nothing in it means more than words; else a sentence of ours."""
    answer = read_regular(artifact / "answer.md", LONGEST_ANSWER).decode("utf-8")
    if any(unicodedata.category(sign) in UNSEEN for sign in answer.replace("\n", "")):
        raise Refused("answer.md: a sign that nobody sees")
    rest = TAGS.sub("", HARMLESS_ENTITY.sub("", CODE.sub("", answer)))
    if found := HARMFUL.search(rest):
        raise Refused(f"answer.md: {found[0]!r} outside of <code>")
    return answer


def place(root: Path, entry: Entry) -> None:
    """Write one file where nothing is, every folder on the way being one; raises Refused or OSError."""
    folder = root
    for name in entry.path.split("/")[:-1]:
        folder = folder / name
        if folder.is_symlink():
            raise Refused(f"{entry.path}: through a link")
        folder.mkdir(exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with open(os.open(root / entry.path, flags, 0o644), "wb") as stream:
        stream.write(entry.data)


def read_number(said: str) -> int:
    """The number of an issue; raises Refused."""
    if not re.fullmatch(r"[1-9][0-9]{0,9}", said):
        raise Refused(f"no number of an issue: {said!r:.40}")
    return int(said)


def read_run(said: str) -> str:
    """The address of the run; raises Refused."""
    if not re.fullmatch(r"https://[A-Za-z0-9.-]+/[\w.-]+/[\w.-]+/actions/runs/[0-9]+", said):
        raise Refused(f"no address of a run: {said!r:.80}")
    return said


def tell_run(run: str) -> str:
    """Where the whole summary is."""
    return (
        f"完整的摘要（三张表、每条发现、数据会怎样变）在[这次运行的页面上]({run})。 / The whole summary "
        f"(the three tables, every finding, what changes in the data) is on the [page of the run]({run})."
    )


def tell_public() -> str:
    """What not to write where everybody reads."""
    return (
        "*这里人人看得到：请不要写身份证号、手机号。 / "
        "Everybody can read this: write no identity card or mobile phone number.*"
    )


if __name__ == "__main__":
    main(sys.argv[1:])

"""A sidecar that is written reads back as just what was said, whatever was said."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.contributing.sidecar_text import SidecarConflict, find_faults, merge_sidecar, write_keys
from build_scripts.contributing.skeleton import KEYS as SKELETON_KEYS
from build_scripts.contributing.skeleton import write_skeleton
from build_scripts.reading.sidecar import sidecars
from build_scripts.reading.sidecar.sidecars import VALUE_KEYS, read_sidecar
from build_scripts.unseen import is_name
from tests.printing.readback import known_codes
from tests.report_texts import print_text, read_text

HARD = st.sampled_from(
    [
        *(
            "",
            " ",
            "#",
            "# a",
            "a: b",
            "- a",
            "'",
            '"',
            "\\",
            "%",
            "@",
            "`",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "{",
            "[",
            "?",
            "~",
        ),
        *(
            "null",
            "yes",
            "0x1F",
            "1e3",
            "012",
            "2023",
            "410781",
            "true",
            "---",
            "...",
            "\ufeff",
            "\x85",
            "\u2028",
            "\x07",
        ),
        *(
            "a\nb",
            "\ta",
            "a ",
            "=",
            "<<",
            "某某局 # 2",
            "某某局: 甲",
            "https://a.cn/#b: c",
            "\U0001f600",
            "\ud7ff\ue000",
        ),
    ]
)
TEXTS = st.one_of(HARD, st.text(max_size=60), st.lists(HARD, max_size=4).map("".join))


@given(st.dictionaries(st.sampled_from(VALUE_KEYS), TEXTS))
def test_any_text_stays_text(said: dict[str, str]) -> None:
    text = write_keys(said)
    root = yaml.compose(text.encode(), Loader=yaml.SafeLoader)
    pairs = root.value if root else []
    assert {key.value: value.value for key, value in pairs} == said
    assert [key.value for key, _ in pairs] == [key for key in VALUE_KEYS if key in said]


@given(
    st.text(alphabet=st.characters(exclude_categories=()), min_size=2, max_size=40)
    | st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=2, max_size=40)
    | st.text(alphabet=st.characters(min_codepoint=0x3001, max_codepoint=0x9FFF), min_size=2, max_size=40)
)
def test_a_name_of_an_agency_is_read_as_it_was_said(name: str) -> None:
    said, faults = read_sidecar(write_keys({"agency": name}).encode("utf-8", "surrogatepass"), "", known_codes())
    if is_name(name):
        assert (said.values, faults) == ({"agency": name}, ())
    else:
        assert not said.values
        assert [one.code for one in faults] == ["sidecar-bad-value"]


OWN = b"""\xef\xbb\xbf# kept\r
agency: "\xe6\x9f\x90\xe5\xb1\x80"\r
corrections:\r
  - table: applications\r
    row: received\r
    column: total\r
    value: 3\r
    reason: |\r
      a: b\r
    evidence: https://example.org/a"""


def test_a_sidecar_that_is_there_is_kept_byte_for_byte_and_keys_come_below() -> None:
    merged = merge_sidecar(OWN, {"year": "2023", "agency": "某局"}, known_codes())
    assert merged == OWN + b"\nyear: 2023\n"
    assert isinstance(merged, bytes)
    said, faults = read_sidecar(merged, "", known_codes())
    assert (faults, said.get("year"), len(said.corrections)) == ((), "2023", 1)
    assert said.corrections == read_sidecar(OWN, "", known_codes())[0].corrections


@pytest.mark.parametrize(
    ("own", "said", "result"),
    [
        (None, {}, None),
        (b"", {}, b""),
        (b"year: 2022", {"year": "2023"}, SidecarConflict("year", "2022", "2023")),
        (b"year: 2023", {"year": "2023"}, b"year: 2023"),
        (b"{year: 2023}", {"scope": "organ"}, SidecarConflict("", "", "")),
        (b"year: 2023\n...\n", {"scope": "organ"}, SidecarConflict("", "", "")),
        (b"nonsense: [", {"scope": "organ"}, b"nonsense: ["),
        (b"unknown: 1", {"scope": "organ"}, b"unknown: 1"),
    ],
)
def test_keys_are_added_only_where_nothing_stands_against_it(
    own: bytes | None, said: dict[str, str], result: object
) -> None:
    assert merge_sidecar(own, said, known_codes()) == result


def test_what_does_not_fit_is_known_before_any_file_is_read() -> None:
    faults = find_faults({"year": "1999", "source_url": "javascript:1", "level": "county"}, known_codes())
    assert [dict(fault.details)["key"] for fault in faults] == ["year", "source_url"]


# The sidecar to be filled in.


def test_the_skeleton_has_every_key_and_says_nothing_but_what_was_said() -> None:
    report = read_text(print_text()).report
    assert report
    text = write_skeleton(report, {"source_url": "https://example.org/#x:y"}, known_codes())
    said, faults = read_sidecar(text.encode(), "", known_codes())
    assert (said.values, said.corrections, faults) == ({"source_url": "https://example.org/#x:y"}, (), ())
    assert [row["key"] for row in SKELETON_KEYS] == [key for key in sidecars._KEYS if key != "corrections"]
    assert '# region_code: "410781"    # 读出的 / as read' in text


def test_every_line_of_the_skeleton_is_a_sidecar_once_its_mark_is_gone() -> None:
    report = read_text(print_text()).report
    lines = write_skeleton(report, {}, known_codes()).splitlines()
    free = [line.removeprefix("# ") for line in lines if any(line.startswith(f"# {key}:") for key in VALUE_KEYS)]
    start = lines.index("# corrections:")
    free += [line.removeprefix("# ") for line in lines[start:]]
    said, faults = read_sidecar("\n".join(free).encode(), "", known_codes())
    assert faults == ()
    assert (set(said.values), len(said.corrections)) == (set(VALUE_KEYS), 1)


def test_a_title_in_a_report_cannot_leave_its_comment() -> None:
    report = read_text(print_text()).report
    assert report
    hostile = replace(report, agency=replace(report.agency, name='x"\nyear: 1999\n# \u2028year: 1998'))
    said, faults = read_sidecar(write_skeleton(hostile, {}, known_codes()).encode(), "", known_codes())
    assert (said.values, faults) == ({}, ())

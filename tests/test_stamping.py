"""A specimen is split once; what is filled in is never read again."""

from __future__ import annotations

import pytest

from build_scripts.publishing.stamping import SpecimenError, read_specimen, slot_marker, stamp


def test_each_slot_is_filled_wherever_it_stands() -> None:
    specimen = read_specimen("<title>@@slot:title@@ · 站</title><h1>@@slot:title@@</h1>@@slot:body@@")
    assert stamp(specimen, {"title": "报告", "body": "<p>文</p>"}) == "<title>报告 · 站</title><h1>报告</h1><p>文</p>"


def test_a_marker_inside_a_value_stays_text() -> None:
    specimen = read_specimen("@@slot:title@@|@@slot:body@@")
    assert stamp(specimen, {"title": "@@slot:body@@", "body": "@@slot:title@@"}) == "@@slot:body@@|@@slot:title@@"


def test_a_page_without_slots_stays_as_it_is() -> None:
    assert stamp(read_specimen("<p>@@ 无 @@</p>"), {}) == "<p>@@ 无 @@</p>"


def test_a_missing_and_an_unknown_slot_are_both_named() -> None:
    specimen = read_specimen("@@slot:title@@@@slot:body@@")
    with pytest.raises(SpecimenError, match=r"slots missing: \['body'\], unknown: \['boby'\]"):
        stamp(specimen, {"title": "", "boby": ""})


@pytest.mark.parametrize("html", ["<p>@@slot:title</p>", "@@slot:Title@@", "@@slot:@@", "@@slot:a b@@"])
def test_a_broken_marker_is_refused(html: str) -> None:
    with pytest.raises(SpecimenError, match="not whole"):
        read_specimen(html)


def test_the_marker_written_is_the_marker_read() -> None:
    assert read_specimen(slot_marker("json_ld")).slots == ("json_ld",)

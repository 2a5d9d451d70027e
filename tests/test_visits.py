"""What is wrong with a page is noticed on a visit to it, and not on the visit after."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.kinds import Kind
from tests.sites import serve
from tests.visits import visit_kinds

pytestmark = pytest.mark.browser

HEAD = '<!doctype html><html lang="zh"><meta charset="utf-8"><link rel="icon" href="data:,">'
GOOD = "<title>甲</title><main><h1>甲</h1><p>好好的一页</p></main>"
BAD = """<title>乙</title><main><h1>乙</h1><p id="first">下面的字会动</p><p>动了</p>
<div style="overflow-x: auto; width: 200px; height: 20px"><p style="width: 900px">看不到头</p></div>
<img src="missing.png" alt=""><img src="https://example.invalid/a.png" alt=""><p style="color: #bbb">看不清</p>
<script>console.log("说了一句"); document.cookie = "a=1";
requestAnimationFrame(() => setTimeout(() => { first.style.height = "300px"; }, 10));</script>
<p style="width: 500px">太宽</p></main>"""
DARK = "<style>p { color: #444 } @media (prefers-color-scheme: dark) { p { background: #222 } }</style>"


def test_a_visit_notices_what_is_wrong_with_its_page_alone(browser: Browser, tmp_path: Path) -> None:
    pages = {"good": GOOD, "bad": BAD, "again": GOOD, "dark": GOOD + DARK}
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(HEAD + text, encoding="utf-8")
    with serve(tmp_path) as address:
        kinds = [Kind(name, f"{name}.html") for name in pages]
        good, bad, again, dark = visit_kinds(browser, address, kinds, (390,), lambda kind: kind.name != "again")
    assert (good.faults, again.faults) == ([], None)
    assert (good.transferred, good.complaints, good.foreign, good.closed) == (again.transferred, [], [], [])
    assert (again.complaints, again.foreign, again.sticks_out, again.shift, again.closed) == ([], [], "", 0, [])
    assert bad.transferred > good.transferred > 100
    assert bad.foreign == ["https://example.invalid/a.png"]
    assert {complaint.split("/")[-1] for complaint in bad.complaints} >= {"missing.png", "说了一句"}
    assert "太宽" in bad.sticks_out
    assert len(bad.closed) == 1
    assert bad.shift > 0
    assert {fault.split(":")[0] for fault in bad.faults or ()} >= {"color-contrast"}
    assert [fault.split(":")[:3] for fault in dark.faults or ()] == [["dark", " color-contrast", " p"]]

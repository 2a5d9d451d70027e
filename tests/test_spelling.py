"""Names in pinyin: what was spelled before is the same as what is spelled anew, and is taken only where it holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from build_scripts.files.reuse import Earlier
from build_scripts.publishing.lists.spelling import Spellings, spell

from .packages import ROOT

WEIHUI = ({"label_zh": "卫辉市", "label_en": "Weihui"},)
OTHER = ({"label_zh": "卫辉市", "label_en": "Weixiang"},)


def test_a_name_that_was_kept_is_spelled_as_one_that_is_new(tmp_path: Path) -> None:
    earlier = Earlier(tmp_path / "cache", tmp_path / "site")
    for _ in range(2):
        spellings = Spellings(earlier)
        for places in (WEIHUI, OTHER, ()):
            assert spellings.spell("卫辉市水利局", places) == spell("卫辉市水利局", places)
        spellings.keep()


def test_what_is_kept_is_what_is_given(tmp_path: Path) -> None:
    earlier = Earlier(tmp_path / "cache", tmp_path / "site")
    first = Spellings(earlier)
    first.spell("水利局", ())
    first.spell("审计局", ())
    first.keep()
    data = earlier.recall("spellings")
    assert data is not None
    program, known = json.loads(data)
    earlier.note("spellings", json.dumps((program, {name: f"kept {name}" for name in known})).encode())
    assert Spellings(earlier).spell("水利局", ()) == "kept 水利局"
    earlier.note("spellings", json.dumps(("another program", dict.fromkeys(known, "wrong"))).encode())
    assert Spellings(earlier).spell("水利局", ()) == "shui li ju", "not of this program"
    for noted in (b"", b"[1]", b"{}", b"7"):
        earlier.note("spellings", noted)
        assert Spellings(earlier).spell("水利局", ()) == "shui li ju", "in another form"


def test_names_that_are_no_longer_asked_for_are_not_kept(tmp_path: Path) -> None:
    earlier = Earlier(tmp_path / "cache", tmp_path / "site")
    for names in (["水利局", "审计局"], ["水利局"]):
        spellings = Spellings(earlier)
        for name in names:
            spellings.spell(name, ())
        spellings.keep()
    data = earlier.recall("spellings")
    assert data is not None
    assert list(json.loads(data)[1]) == ["水利局"]


def test_the_dictionaries_are_loaded_with_the_first_name_that_is_new() -> None:
    program = "import sys, build_scripts.publishing.website; print('pypinyin' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"

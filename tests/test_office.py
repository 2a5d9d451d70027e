"""Older office files: told apart; converted by LibreOffice, nothing run and nobody asked; or refused with a reason."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from build_scripts.files import InputFile, OfficeError, convert_to_docx, find_office
from build_scripts.files.office import run_bounded
from build_scripts.model import Report
from build_scripts.packaging.handed_in import convert_office, read_handed_in
from build_scripts.reading.decode import decode_document
from build_scripts.reading.document import ConversionError, DecodeFailure, Document
from build_scripts.reading.formats.kinds import tell_binary_kind
from tests.printing.readback import known
from tests.report_texts import TITLE, print_text, read_whole
from tests.test_finding_codes import compound
from tests.word_files import p, pack, pack_report, r, tbl, tc, tr, zip_files

KINDS = ("doc", "rtf", "odt")
PROSE = "本年度工作平稳。" * 30


@pytest.fixture(scope="session")
def office() -> Path:
    """LibreOffice; where there is none the test is skipped, but not where it must be there."""
    found = find_office()
    if found is None:
        reason = "没有 LibreOffice：请运行 build_scripts/setup/install_office.sh / no LibreOffice"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def written(
    office: Path, shared_folder: Path, make_once: Callable[[Path, Callable[[Path], None]], Path]
) -> Callable[[str, str], bytes]:
    """Reports and trifles in every older format, as LibreOffice writes them."""

    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "report.docx").write_bytes(pack_report(print_text()))
        (folder / "changes.docx").write_bytes(pack(CHANGES))
        profile = (folder / "profile").as_uri()
        for kind in KINDS:
            sources = [str(folder / name) for name in ("report.docx", "changes.docx")]
            command = [
                office,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                folder,
            ]
            subprocess.run([*command, *sources], check=True, capture_output=True, timeout=300)

    folder = make_once(shared_folder / "made-office", make)
    return lambda name, kind: (folder / f"{name}.{kind}").read_bytes()


CHANGES = (
    p("一、总体", r("不是", "<w:vanish/>"), "情况")
    + p('<w:ins w:id="1" w:author="a" w:date="2024-01-05T00:00:00Z"><w:r><w:t>好。</w:t></w:r></w:ins>',
        '<w:del w:id="2" w:author="a" w:date="2024-01-05T00:00:00Z"><w:r><w:delText>坏。</w:delText></w:r></w:del>')
    + tbl(tr("行政许可", tc(p("44", r("2", '<w:vertAlign w:val="superscript"/>')))), tr("行政处罚", "1"),
          grid=(3000, 2000))
    + p("完。")
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_file_says_what_the_word_document_says(kind: str, written: Callable[[str, str], bytes]) -> None:
    data = written("changes", kind)
    assert tell_binary_kind(data) == kind
    document = decode_document(data, convert_office)
    assert isinstance(document, Document)
    assert document.format == kind
    assert [line for line in document.lines if line] == ["一、总体情况", "好。", "行政许可\t44²", "行政处罚\t1", "完。"]
    assert [row.cells for row in document.rows.values()] == [("行政许可", "44²"), ("行政处罚", "1")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_report_gives_the_same_cells(kind: str, written: Callable[[str, str], bytes], tmp_path: Path) -> None:
    path = tmp_path / f"report.{kind}"
    path.write_bytes(written("report", kind))
    reading = read_handed_in(InputFile(path.name, path, None), known())
    assert [finding.code for finding in reading.findings] == []
    assert isinstance(reading.report, Report)
    assert (reading.report.title, reading.report.source_format) == (TITLE, kind)
    assert values(reading.report) == values(read_whole(print_text()))


def values(report: Report) -> dict[tuple[str, str, str], object]:
    return {(cell.table, cell.row, cell.column): (cell.state, cell.value) for cell in report.cells}


def test_many_may_convert_at_once(written: Callable[[str, str], bytes]) -> None:
    data = written("changes", "rtf")
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda _: decode_document(convert_to_docx(data, "rtf")), range(3)))
    assert made == [made[0]] * 3
    assert isinstance(made[0], Document)


# Nobody is asked, nothing is run


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what it was asked for."""
    paths: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/picture.png", paths
        server.shutdown()


def test_links_in_a_document_are_not_followed(office: Path, asked: tuple[str, list[str]], tmp_path: Path) -> None:
    address, paths = asked
    (tmp_path / "a.odt").write_bytes(text_with_picture(address))
    profile = (tmp_path / "profile").as_uri()
    plain = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx", "--outdir", tmp_path]
    subprocess.run([*plain, tmp_path / "a.odt"], check=True, capture_output=True, timeout=120)
    assert paths, "LibreOffice left alone asks for the picture; else this test would show nothing"
    paths.clear()
    document = decode_document(convert_to_docx(text_with_picture(address), "odt"))
    assert isinstance(document, Document)
    assert PROSE in document.lines
    assert paths == []


def text_with_picture(address: str) -> bytes:
    """An OpenDocument text with a picture that lies elsewhere."""
    base = "urn:oasis:names:tc:opendocument:xmlns:"
    names = (
        f'xmlns:office="{base}office:1.0" xmlns:text="{base}text:1.0" xmlns:draw="{base}drawing:1.0" '
        f'xmlns:svg="{base}svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"'
    )
    image = f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    frame = f'<text:p><draw:frame svg:width="5cm" svg:height="5cm">{image}</draw:frame></text:p>'
    body = f"<office:body><office:text><text:p>{PROSE}</text:p>{frame}</office:text></office:body>"
    return zip_files(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}>{body}</office:document-content>",
            "META-INF/manifest.xml": manifest(""),
        }
    )  # fmt: skip


def manifest(inner: str) -> str:
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    kind = "application/vnd.oasis.opendocument.text"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{name}" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        f"{inner}</manifest:file-entry></manifest:manifest>"
    )


# A program in the place of LibreOffice


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Puts a script in the place of LibreOffice; its temporary files lie in a folder of the test."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))

    def put(script: str) -> None:
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("OFFICE_PATH", str(path))
        find_office.cache_clear()

    yield put
    find_office.cache_clear()
    assert os.listdir(tmp_path / "temporary") == []


def convert_code(data: bytes = b"{\\rtf1 x}", kind: str = "rtf", time_limit: float = 20) -> str:
    with pytest.raises(OfficeError) as refused:
        convert_to_docx(data, kind, time_limit)
    return refused.value.code


def test_without_libreoffice_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OFFICE_PATH", str(tmp_path / "none"))
    find_office.cache_clear()
    assert convert_code() == "office-missing"
    assert decode_document(b"{\\rtf1 x}", convert_office) == DecodeFailure("office-missing", (("found", "rtf"),))
    find_office.cache_clear()


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -9 $$", 'echo "/some/where" >&2; exit 3'])
def test_what_libreoffice_cannot_convert_has_failed(script: str, fake: Callable[[str], None]) -> None:
    fake(script)
    assert convert_code() == "office-failed"
    assert decode_document(b"{\\rtf1 x}", convert_office) == DecodeFailure("office-failed", (("found", "rtf"),))


def test_what_is_no_word_document_in_the_end_has_failed() -> None:
    assert decode_document(b"{\\rtf1 x}", lambda data, kind: b"nothing") == DecodeFailure(
        "office-failed", (("found", "rtf"),)
    )


def test_when_the_time_is_up_everything_it_started_ends(fake: Callable[[str], None], tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    fake(f"(while true; do date +%s%N > {alive}; sleep 0.05; done) & sleep 60")
    begun = time.monotonic()
    assert convert_code(time_limit=1) == "office-failed"
    assert time.monotonic() - begun < 10
    last = alive.read_text()
    time.sleep(0.3)
    assert alive.read_text() == last


def test_what_it_leaves_behind_ends_with_it(fake: Callable[[str], None], tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    fake(f"(while true; do date +%s%N > {alive}; sleep 0.05; done) & until [ -s {alive} ]; do sleep 0.05; done")
    assert convert_code() == "office-failed"
    last = alive.read_text()
    time.sleep(0.3)
    assert alive.read_text() == last


def test_it_gets_a_home_of_its_own_where_nothing_may_run_or_ask(fake: Callable[[str], None], tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    fake(f'pwd > {seen}; echo "$HOME|$HTTPS_PROXY|$DISPLAY" >> {seen}; echo "$@" >> {seen}; '
         f'cat "$HOME/profile/user/registrymodifications.xcu" >> {seen}; ls "$HOME" >> {seen}')  # fmt: skip
    os.environ["HTTPS_PROXY"] = "http://127.0.0.1:1"
    try:
        convert_code()
    finally:
        del os.environ["HTTPS_PROXY"]
    home, surroundings, arguments, *rest = seen.read_text(encoding="utf-8").splitlines()
    assert surroundings == f"{home}||"
    assert f"-env:UserInstallation=file://{home}/profile --headless" in arguments
    assert arguments.endswith(f"{home}/report.rtf")
    settings = "\n".join(rest)
    for name, value in (("DisableMacrosExecution", "true"), ("MacroSecurityLevel", "3"), ("Link", "2")):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}</value>' in settings
    assert rest[-2:] == ["profile", "report.rtf"]


@pytest.mark.skipif(sys.platform != "linux", reason="bounds are set on Linux alone")
def test_its_memory_and_time_have_bounds(fake: Callable[[str], None], tmp_path: Path) -> None:
    fake(f"sleep 0.3; (ulimit -v; ulimit -t; ulimit -f) > {tmp_path / 'seen'}")
    convert_code(time_limit=50)
    memory, seconds, written = map(int, (tmp_path / "seen").read_text().split())
    assert (memory, seconds, written * 1024) == (8 << 20, 56, 256 << 20)


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        run_bounded([str(tmp_path / "none")], tmp_path, 1)


def test_an_error_of_conversion_names_its_finding(fake: Callable[[str], None]) -> None:
    fake("exit 1")
    with pytest.raises(ConversionError) as refused:
        convert_office(b"", "doc")
    assert refused.value.code == "office-failed"


# What a file is, without opening it


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("WordDocument", "doc"),
        ("EncryptedPackage", "doc"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
        ("x", "ole"),
    ],
)
def test_a_compound_file_is_told_by_its_streams(stream: str, kind: str) -> None:
    assert tell_binary_kind(compound(stream)) == kind


@pytest.mark.parametrize("root", ["<?mso-application progid='Word.Document'?><w:wordDocument/>", "<pkg:package/>"])
def test_office_files_written_as_one_xml_are_no_text(root: str) -> None:
    data = f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()
    assert decode_document(data) == DecodeFailure("unsupported-format", (("found", "Office XML"),))


def test_a_password_is_told_from_damage(written: Callable[[str, str], bytes]) -> None:
    closed = DecodeFailure("file-encrypted", (("found", "doc"),))
    data = bytearray(written("report", "doc"))
    assert not isinstance(decode_document(bytes(data), convert_office), DecodeFailure)
    place = data.index(b"\xec\xa5")  # where the stream with the text begins
    data[place + 11] |= 1
    assert decode_document(bytes(data), convert_office) == closed
    locked = zip_files(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": b"\x00" * 40,
            "META-INF/manifest.xml": manifest("<manifest:encryption-data/>"),
        }
    )
    assert decode_document(locked) == DecodeFailure("file-encrypted", (("found", "odt"),))


LEFT = (0.01, 0.05, 0.5, 0.9, 0.99)
"""So much of a file is left. Of an RTF file only LibreOffice tells: two of them, and all in `make audit`."""
IN_AUDIT = "ROUND_TRIP_FORMATS" in os.environ


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_a_file_without_its_end_is_damaged(kind: str, written: Callable[[str, str], bytes]) -> None:
    data = written("report", kind)
    for share in LEFT if kind != "rtf" or IN_AUDIT else LEFT[1:4:2]:
        failure = decode_document(data[: int(len(data) * share)], convert_office)
        assert isinstance(failure, DecodeFailure)
        assert failure.code == "file-damaged"
        assert dict(failure.details)["found"] in (kind, "OLE (.doc, .xls, .ppt …)")


def test_a_word_document_without_its_end_is_damaged() -> None:
    data = pack_report(print_text())
    told = [decode_document(data[: int(len(data) * share)]) for share in (0.005, 0.05, 0.3, 0.9, 0.99)]
    zipped, word = (DecodeFailure("file-damaged", (("found", f),)) for f in ("ZIP (.docx, .odt, .xlsx …)", "docx"))
    assert told == [zipped, zipped, word, word, word]


def test_an_open_document_of_spoilt_content_is_damaged() -> None:
    data = bytearray(open_document(b"<x/>" * 1000))
    assert tell_binary_kind(bytes(data)) == "odt"
    assert decode_document(bytes(data)) == DecodeFailure("office-missing", (("found", "odt"),))
    data[data.index(b"content.xml") + 20] ^= 0xFF
    assert decode_document(bytes(data)) == DecodeFailure("file-damaged", (("found", "odt"),))
    without = zip_files({"mimetype": MIMETYPE, "META-INF/manifest.xml": manifest("")})
    assert decode_document(without) == DecodeFailure("file-damaged", (("found", "odt"),))


def test_a_whole_file_of_another_kind_is_not_called_damaged() -> None:
    other = zip_files({"a.txt": "x"})
    assert decode_document(other) == DecodeFailure("unsupported-format", (("found", "zip"),))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\x00") + b"\x09\x00"
    root = "Root Entry".encode("utf-16-le").ljust(64, b"\x00") + bytes([22, 0, 5])
    whole = head.ljust(512, b"\x00") + root.ljust(512, b"\x00")
    assert decode_document(whole) == DecodeFailure("unsupported-format", (("found", "ole"),))
    damaged = DecodeFailure("file-damaged", (("found", "OLE (.doc, .xls, .ppt …)"),))
    assert decode_document(whole[:512].ljust(1024, b"\x00")) == damaged
    assert decode_document(whole[:8]) == damaged


MIMETYPE = "application/vnd.oasis.opendocument.text"


def open_document(content: bytes) -> bytes:
    return zip_files({"mimetype": MIMETYPE, "content.xml": content, "META-INF/manifest.xml": manifest("")})

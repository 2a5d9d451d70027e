"""A package and a site for the tests of pages: the five real reports, and one made to be hostile."""

from __future__ import annotations

import functools
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.packages import REAL, copy_real, make_package
from tests.printing.codelists import read_codes
from tests.printing.country.collection import write_country

COUNTRY_REPORTS = 120
COMPRESSED = frozenset((".html", ".css", ".js", ".json", ".svg", ".txt", ".csv", ".xml"))
HOSTILE_ID = "410303-chengshiguanliju-2021"
HOSTILE_ADDRESS = "agencies/410303-chengshiguanliju/2021/"
_TRICKS = (
    "<script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 1">',
    "{{ config.site_name }} {% raw %} {# 注 #}",
    "@@slot:body@@ @@slot:title@@ @@slot:none",
    "[点这里](javascript:window.hacked=1) ![图](https://example.com/a.png)",
    "<!-- 注释 --> --> ]]> </textarea></style></article>",
    "</script><svg onload=window.hacked=1>",
    "&lt;b&gt; &amp;amp; &#60;script&#62;",
    '=HYPERLINK("https://example.com") `代码` **粗** # 标题',
)
HOSTILE = tuple(f"{trick}。" for trick in _TRICKS)
"""What must stay text on its page, each a paragraph of the made report."""


def write_reports(folder: Path) -> Path:
    """The five real reports, and the hostile one: the second year of an agency that is held already."""
    copy_real(folder)
    real = (REAL / "2023/410781-chengshiguanliju.txt").read_text(encoding="utf-8")
    text = real.replace("卫辉市城市管理局", "西工区城市管理局").replace("2023", "2021")
    head, rest = text.split("(一) 主动公开\n", 1)
    target = folder / "2021" / "410303-chengshiguanliju.txt"
    target.write_text(f"{head}{(chr(10) * 2).join(HOSTILE)}\n\n(一) 主动公开\n{rest}", encoding="utf-8")
    sidecar = (
        'agency: 西工区城市管理局\nregion_code: "410303"\nyear: 2021\nsource_url: "https://example.com/?a=1&b=2"\n'
    )
    (target.parent / f"{target.name}.yml").write_text(sidecar, encoding="utf-8")
    return folder


def write_country_reports(folder: Path) -> Path:
    """COUNTRY_REPORTS reports of two provinces, nine years and both editions."""
    write_country(read_codes(), folder, COUNTRY_REPORTS)
    return folder


def make_country_site(folder: Path, reports: int = COUNTRY_REPORTS) -> Path:
    """A site of `reports` generated reports, made below `folder`."""
    from build_scripts.publishing.website import render_site

    write_country(read_codes(), folder / "reports", reports)
    make_package(folder / "reports", folder / "package")
    render_site(folder / "package", folder / "site")
    return folder / "site"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Noting(_Quiet):
    """Notes the size of every file it sends, whoever asked: a page, or a worker of the page."""

    def __init__(self, *args: Any, sent: list[int], **options: Any) -> None:
        self._sent = sent
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        """Send the file, and note it."""
        path = Path(self.translate_path(self.path))
        self._sent.append(path.stat().st_size if path.is_file() else 0)
        super().do_GET()


class _Compressing(_Quiet):
    """As hosts are set up: connections stay open, text travels compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file of text compressed to who takes it so; leave everything else to the plain server."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        if path.suffix not in COMPRESSED or "gzip" not in self.headers.get("Accept-Encoding", "") or not path.is_file():
            return super().do_GET()
        data = _compress(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        self.wfile.write(data)


@functools.lru_cache(maxsize=500)
def _compress(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


@contextmanager
def serve(folder: Path, compressed: bool = False, sent: list[int] | None = None) -> Iterator[str]:
    """The address of a plain web server for `folder`; it knows no range requests, like many hosts.

    `sent` is given the size of every file that is asked for.
    """
    plain = _Quiet if sent is None else functools.partial(_Noting, sent=sent)
    handler = functools.partial(_Compressing if compressed else plain, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()

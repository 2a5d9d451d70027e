"""A package and a site for the tests of pages: the five real reports, and one made to be hostile."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.packages import REAL, copy_real
from tests.printing.codelists import read_codes
from tests.printing.country.collection import write_country

COUNTRY_REPORTS = 120
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


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The address of a plain web server for `folder`; it knows no range requests, like many hosts."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()

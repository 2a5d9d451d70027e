"""Every page says what a browser may load and run for it, needs no more, and is refused everything else."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from mkdocs.livereload import LiveReloadServer
from playwright.sync_api import Page, Route
from selectolax.lexbor import LexborHTMLParser, LexborNode

from build_scripts.publishing.moved import Moved, draw_moved
from build_scripts.publishing.policy.content_policy import (
    hash_source,
    list_headers,
    write_page_policy,
    write_server_policy,
)
from build_scripts.publishing.policy.preview import allow_reload
from build_scripts.publishing.policy.vendored import check_vendored
from tests.browser import refused
from tests.kinds import find_kinds

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs/contribute/maintaining/content-security.md"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
DATA = {"application/ld+json", "application/json"}
"""Types of script elements that hold data and are never run."""
FIRST = 1024
"""Bytes in which a browser looks for the encoding."""


class Needed(NamedTuple):
    """What a page needs its policy to allow, and what no policy should have to refuse."""

    scripts: set[str]
    styles: set[str]
    wrong: list[str]


def find_pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def kind_of(site: Path, path: Path) -> str:
    place = path.relative_to(site).as_posix()
    return {"404.html": "missing", "query/sql/index.html": "sql"}.get(place, "page")


def look_at(tree: LexborHTMLParser) -> Needed:
    scripts = [node for node in tree.css("script") if node.attributes.get("type") not in DATA]
    wrong = [f"<{node.tag}>" for node in tree.css("base, object, embed, iframe, frame, applet")]
    wrong += [f"{node.tag} {name}" for node, name, _ in attributes_of(tree) if name == "style" or name.startswith("on")]
    wrong += [
        f"{node.tag} {name}={value}"
        for node, name, value in attributes_of(tree)
        if name in ("href", "src", "action", "formaction", "xlink:href")
        and re.match(r"[\s\x00-\x20]*(javascript|vbscript|data)\s*:", value, re.IGNORECASE)
    ]
    wrong += [
        str(node.html) for node in tree.css("[target]") if "noopener" not in (node.attributes.get("rel") or "").split()
    ]
    return Needed(
        {hash_source(node.text()) for node in scripts if "src" not in node.attributes},
        {hash_source(node.text()) for node in tree.css("style")},
        wrong,
    )


def attributes_of(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, str, str]]:
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            yield node, name.lower(), value or ""


def policy_of(tree: LexborHTMLParser) -> str:
    (meta,) = tree.css('head > meta[http-equiv="Content-Security-Policy"]')
    return str(meta.attributes["content"])


def hashes_of(policy: str, directive: str) -> set[str]:
    given = dict(one.split(" ", 1) for one in policy.split("; "))[directive]
    return {source for source in given.split(" ") if source.startswith("'sha")}


def test_the_policies_word_for_word() -> None:
    assert write_page_policy() == POLICY
    assert write_page_policy("sql") == POLICY.replace("trusted-types 'none'", "trusted-types sql-worker") + (
        "; worker-src 'self'"
    )
    assert write_page_policy("missing", [""]) == POLICY.replace(
        "style-src 'self'", "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    )
    assert write_server_policy() == (
        POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'").replace(
            "trusted-types 'none'", "trusted-types sql-worker"
        )
        + "; worker-src 'self'; frame-ancestors 'none'"
    )
    for policy in (write_page_policy(), write_page_policy("sql"), write_server_policy()):
        assert not re.search(r"'unsafe-inline'|'unsafe-eval'|\*|https?:", policy)


def test_every_page_has_the_policy_of_its_kind_and_needs_exactly_what_it_allows(site_folder: Path) -> None:
    pages = find_pages(site_folder)
    assert len(pages) > 150
    for path in pages:
        assert_fits(site_folder, path)


def test_so_does_every_kind_of_page_of_a_collection_with_a_history(country_folder: Path) -> None:
    for kind in find_kinds(country_folder):
        place = country_folder / kind.address
        assert_fits(country_folder, place / "index.html" if place.is_dir() else place)


def test_no_other_page_of_it_has_another_policy_or_scripts_or_styles_inside(country_folder: Path) -> None:
    own = {country_folder / "404.html", country_folder / "query/sql/index.html"}
    pages = [path for path in find_pages(country_folder) if path not in own]
    assert len(pages) > 300
    said = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    for path in pages:
        html = path.read_text(encoding="utf-8")
        assert html.count(said) == html.count("http-equiv=") == 1, path
        assert "<style" not in html, path
        tags = re.findall(r"<script[^>]*>", html)
        assert [tag for tag in tags if not re.search(rf' src="|type="({"|".join(map(re.escape, DATA))})"', tag)] == []


def assert_fits(site: Path, path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    tree = LexborHTMLParser(html)
    policy, needed = policy_of(tree), look_at(tree)
    assert needed.wrong == [], path
    assert hashes_of(policy, "script-src") == needed.scripts, path
    assert hashes_of(policy, "style-src") == needed.styles, path
    assert policy == write_page_policy(kind_of(site, path), [node.text() for node in tree.css("style")]), path
    assert_said_first(html, path)


def assert_said_first(html: str, path: object) -> None:
    """The encoding within what a browser looks at; the policy before anything that it is about."""
    charset, policy = html.index("<meta charset="), html.index("<meta http-equiv=")
    loads = min(html.index(tag) for tag in ("<link", "<script", "<style") if tag in html)
    assert charset < policy < loads, path
    assert len(html[:policy].encode()) < FIRST, path


@pytest.mark.parametrize(
    "planted",
    [
        "<script>1</script>",
        '<script type="module">1</script>',
        "<style>p{}</style>",
        "<svg><style>p{}</style></svg>",
        '<p style="top:0">',
        '<p ONCLICK="x()">',
        '<svg onload="x()"></svg>',
        '<a href=" javascript:x()">',
        '<base href="/">',
        '<iframe src="a"></iframe>',
        '<a href="https://example.com" target="_blank">',
    ],
)
def test_what_a_policy_would_have_to_refuse_is_found(planted: str) -> None:
    tree = LexborHTMLParser(f'<html><head><title>x</title></head><body><p>{planted}<a href="x">y</a></body></html>')
    needed = look_at(tree)
    assert needed.scripts or needed.styles or needed.wrong


def test_a_page_that_stays_at_an_old_address_has_the_policy() -> None:
    for target in ("agencies/410000-a/", ""):
        html = draw_moved(Moved("agencies/410000-b/", target, "某局", "改名"), "站", "")
        tree = LexborHTMLParser(html)
        assert policy_of(tree) == POLICY
        assert look_at(tree) == Needed(set(), set(), [])
        assert_said_first(html, target)


def test_the_libraries_on_the_site_are_those_that_were_reviewed(site_folder: Path) -> None:
    check_vendored(site_folder / "assets/vendor")


PLANTED_PAGE = """<script>window.ran = "inline"</script><img src="x" onerror="window.ran = 'handler'">
<a id="planted" href="javascript:window.ran='link'">x</a><script src="https://example.com/x.js"></script>
<p id="coloured" style="color: rgb(1, 2, 3)">x</p><script src="assets/js/planted.js"></script>"""
PLANTED_FILE = """
window.tried = {};
const attempt = (name, act) => { try { act(); tried[name] = "done"; } catch (error) { tried[name] = error.name; } };
attempt("eval", () => eval("window.ran = 'eval'"));
attempt("function", () => new Function("window.ran = 'function'")());
attempt("markup", () => { document.body.innerHTML = "<b>x</b>"; });
attempt("policy", () => trustedTypes.createPolicy("x", {}));
attempt("worker", () => new Worker("assets/js/planted.js"));
attempt("wasm", () => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
const frame = document.createElement("iframe");
frame.src = "https://example.com/";
document.body.append(frame);
fetch("https://example.com/").then(() => { tried.fetch = "done"; }, (error) => { tried.fetch = error.name; });
document.getElementById("planted").click();
"""


@pytest.mark.browser
def test_what_is_planted_into_a_page_does_not_run(page: Page, country_url: str) -> None:
    def plant(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</body>", f"{PLANTED_PAGE}</body>"))

    foreign: list[str] = []
    page.on("response", lambda answer: answer.url.startswith(country_url) or foreign.append(answer.url))
    page.on("requestfailed", lambda request: request.failure == "csp" or foreign.append(request.url))
    page.route(country_url, plant)
    page.route("**/planted.js", lambda route: route.fulfill(body=PLANTED_FILE, content_type="text/javascript"))
    page.goto(country_url)
    page.wait_for_function("() => window.tried?.fetch")
    assert page.evaluate("window.ran ?? null") is None
    assert page.evaluate("window.tried") == {
        "eval": "EvalError",
        "function": "EvalError",
        "markup": "TypeError",
        "policy": "TypeError",
        "worker": "TypeError",
        "wasm": "CompileError",
        "fetch": "TypeError",
    }
    assert page.evaluate("getComputedStyle(document.getElementById('coloured')).color") != "rgb(1, 2, 3)"
    assert foreign == []
    kinds = (
        "inline script",
        "inline event handler",
        "JavaScript URL",
        "inline style",
        "TrustedScript'",
        "TrustedScriptURL",
        "TrustedHTML",
    )
    told = "\n".join(refused)
    refused.clear()  # what was planted was noticed: elsewhere each of these would fail the test
    assert [kind for kind in kinds if kind.lower() not in told.lower()] == [], told


def test_a_page_that_reloads_while_it_is_written_may_do_so_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(f'<meta content="{POLICY}"><p>x</p></body>', encoding="utf-8")
    (tmp_path / "data.json").write_text("{}", encoding="utf-8")
    server = LiveReloadServer(builder=lambda: None, host="127.0.0.1", port=0, root=str(tmp_path), mount_path="/")
    try:
        server.watch(str(tmp_path))
        serve = allow_reload(server.get_app())
        page, headers = ask(serve, "/")
        added = page.partition("<script>")[2].partition("</script>")[0]
        assert "livereload(" in added
        assert f"script-src 'self' {hash_source(added)}; style-src" in page
        assert headers["Content-Length"] == str(len(page.encode()))
        assert ask(serve, "/data.json") == ("{}", {"Content-Type": "application/json", "Content-Length": "2"})
        (tmp_path / "index.html").write_text(f'<meta content="{POLICY}"><script>x()</script></body>', encoding="utf-8")
        server._watched_paths.clear()  # nothing is watched: nothing is added, and nothing is allowed
        assert "sha256" not in ask(serve, "/")[0]
    finally:
        server.server_close()


def ask(serve: object, path: str) -> tuple[str, dict[str, str]]:
    heads: dict[str, str] = {}
    body = serve({"PATH_INFO": path}, lambda _, headers: heads.update(headers))  # type: ignore[operator]
    return b"".join(body).decode(), heads


SERVERS = {
    "nginx": 'add_header {0} "{1}" always;',
    "caddy": 'header {0} "{1}"',
    "apache": 'Header always set {0} "{1}"',
    "http": "  {0}: {1}",
}


@pytest.mark.parametrize("server", SERVERS)
def test_the_examples_for_servers_send_what_the_pages_need_and_what_only_a_server_can_say(
    server: str, site_folder: Path
) -> None:
    tree = LexborHTMLParser((site_folder / "404.html").read_text(encoding="utf-8"))
    headers = list_headers([node.text() for node in tree.css("style")])
    wanted = [SERVERS[server].format(name, value) for name, value in headers]
    (block,) = re.findall(rf"^```{server}\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert [line for line in block.splitlines() if re.match(r"(add_)?header |  \S+: ", line, re.IGNORECASE)] == wanted


def test_the_guide_tells_every_directive_and_header_with_its_reason() -> None:
    told = GUIDE.read_text(encoding="utf-8")
    folder = ROOT / "build_scripts/publishing/policy"
    with (folder / "directives.csv").open(encoding="utf-8", newline="") as file:
        rows = [f"| `{row['directive']}` | `{row['sources']}` | {row['reason_zh']} |" for row in csv.DictReader(file)]
    with (folder / "headers.csv").open(encoding="utf-8", newline="") as file:
        rows += [f"| `{row['header']}` | `{row['value']}` | {row['reason_zh']} |" for row in csv.DictReader(file)]
    assert [row for row in rows if row not in told] == []
    assert told.count("\n| `") == len(rows)

"""An address is fetched within limits, from public hosts alone, and as robots.txt lets us."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest

from build_scripts.fetching import FetchError
from build_scripts.fetching.addresses import is_public, parse_address
from build_scripts.fetching.fetcher import LIMITS, Visits, fetch, name_agent
from build_scripts.fetching.reasons import REASONS
from build_scripts.fetching.wires import Network
from tests.packages import ROOT
from tests.web_hosts import Host, listen

PAGE = "<html><body>政府信息公开工作年度报告</body></html>".encode()
FINE = (200, {"Content-Type": "text/html"}, PAGE)


def refusal(url: str, network: Network | None = None, **limits: object) -> str:
    """Why nothing came."""
    with pytest.raises(FetchError) as caught:
        fetch(url, LIMITS._replace(**limits), network or Network())  # type: ignore[arg-type]
    assert " / " in str(caught.value)
    assert all(caught.value.said)
    return caught.value.reason


# What is asked.


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/a", "not_http"),
        ("file:///etc/passwd", "not_http"),
        ("javascript:alert(1)", "not_http"),
        ("//example.org/a", "not_http"),
        ("http:example.org", "bad_address"),
        ("http:///a", "bad_address"),
        ("http://user:secret@example.org/", "bad_address"),
        ("http://example.org@127.0.0.1/", "bad_address"),
        ("http://example.org:22/", "bad_address"),
        ("http://example.org:0/", "bad_address"),
        ("http://example.org:x/", "bad_address"),
        ("http://exa mple.org/", "bad_address"),
        ("http://example.org/\u3000", "bad_address"),
        ("http://example.org/\r\nHost: other", "bad_address"),
        ("http://example.org\\@127.0.0.1/", "bad_address"),
        ("http://[::1%25eth0]/", "bad_address"),
        ("http://" + "a" * 3000, "bad_address"),
        ("http://127.0.0.1/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("http://0x7f.1/", "private_address"),
        ("http://0/", "private_address"),
        ("http://localhost/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://[::ffff:127.0.0.1]/", "private_address"),
        ("http://[64:ff9b::a9fe:a9fe]/", "private_address"),
        ("http://[fd00::1]/", "private_address"),
    ],
)
def test_what_is_no_public_address_is_not_asked(url: str, reason: str) -> None:
    assert refusal(url) == reason


@pytest.mark.parametrize(
    "number",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "168.63.129.16",
        "192.0.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:192.168.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001:db8::1",
        "3fff::1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_numbers_that_do_not_belong_to_everybody(number: str) -> None:
    assert not is_public(ip_address(number))


@pytest.mark.parametrize("number", ["1.1.1.1", "39.156.66.10", "2606:4700::1111", "64:ff9b::101:101"])
def test_numbers_that_belong_to_everybody(number: str) -> None:
    assert is_public(ip_address(number))


def test_an_address_with_other_characters_is_written_in_ascii() -> None:
    assert parse_address("http://例子.中国/报告 ".strip()).url == "http://xn--fsqu00a.xn--fiqs8s/%E6%8A%A5%E5%91%8A"
    assert parse_address("https://a.cn:443/x%20y?z=1&t=中#part").url == "https://a.cn/x%20y?z=1&t=%E4%B8%AD"


def test_a_name_with_one_private_number_is_not_asked_at_all() -> None:
    network = Network(resolve=lambda *_: (ip_address("1.1.1.1"), ip_address("10.0.0.1")))
    assert refusal("http://example.org/", network) == "private_address"


def test_a_name_is_resolved_once_for_each_connection_which_goes_to_the_number_that_was_looked_at() -> None:
    """A name that answers with a public number first and a private one later gains nothing."""
    with listen({"/a": FINE}) as host:
        answers = iter([ip_address("127.0.0.1")])
        network = Network(resolve=lambda *_: (next(answers),), is_allowed=lambda _: True, ports=host.network.ports)
        url = host.url.replace("127.0.0.1", "rebinding.example")
        assert fetch(f"{url}/a", LIMITS._replace(robots=False), network).data == PAGE
        assert host.headers[0]["host"].startswith("rebinding.example:")
    assert next(answers, None) is None


# What comes.


def test_a_page_comes_with_its_day_and_nothing_of_ours_but_our_name() -> None:
    with listen({"/a": FINE, "/robots.txt": (404, {}, b"")}) as host:
        found = fetch(f"{host.url}/a", network=host.network, agent=name_agent("1", "https://example.org/code"))
        assert (found.status, found.data, found.url) == (200, PAGE, f"{host.url}/a")
        assert time.strptime(found.retrieved, "%Y-%m-%d")
        assert host.asked == ["/robots.txt", "/a"]
        assert {headers["user-agent"] for headers in host.headers} == {
            "disclosure-reports/1 (+https://example.org/code)"
        }
        assert not {"cookie", "referer", "authorization"} & host.headers[1].keys()


def test_only_headers_are_asked_for_with_head() -> None:
    with listen({"/a": FINE}) as host:
        found = fetch(f"{host.url}/a", network=host.network, method="HEAD")
    assert (found.data, found.headers["content-length"]) == (b"", str(len(PAGE)))


def test_a_packed_page_is_unpacked() -> None:
    packed = gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:])
    with listen({"/a": (200, {"Content-Encoding": "gzip"}, packed)}) as host:
        assert fetch(f"{host.url}/a", network=host.network).data == PAGE


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "not_found"),
        (410, "not_found"),
        (401, "refused"),
        (403, "refused"),
        (412, "refused"),
        (418, "refused"),
        (429, "refused"),
        (521, "refused"),
        (202, "refused"),
        (500, "server"),
        (503, "server"),
        (206, "server"),
    ],
)
def test_an_answer_that_is_no_page_says_what_it_is(status: int, reason: str) -> None:
    with listen({"/a": (status, {}, b"x")}) as host:
        assert refusal(f"{host.url}/a", host.network) == reason


def test_a_host_that_is_not_there_is_unreachable_and_never_gone() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        network = Network(is_allowed=lambda _: True, ports=frozenset({port}))
        assert refusal(f"http://127.0.0.1:{port}/a", network) == "unreachable"
    assert refusal("http://no-such-name.invalid/") == "unreachable"


def test_a_broken_answer_is_no_page() -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

    def nonsense(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"no answer at all\r\n\r\n")

    broken = (200, {"Content-Encoding": "gzip"}, gzip.compress(PAGE)[:-9])
    odd = (200, {"Content-Encoding": "br"}, PAGE)
    with listen({"/cut": cut, "/nonsense": nonsense, "/gzip": broken, "/br": odd}) as host:
        reasons = {path: refusal(f"{host.url}/{path}", host.network) for path in ("cut", "nonsense", "gzip", "br")}
    assert reasons == dict.fromkeys(reasons, "server")


# Limits.


def test_what_is_too_large_is_left_while_it_comes() -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"0" * 65536)

    bomb = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(40_000_000)))
    announced = (200, {}, b"0" * 200_000)
    with listen({"/endless": endless, "/bomb": bomb, "/announced": announced}) as host:
        for path in ("endless", "bomb", "announced"):
            assert refusal(f"{host.url}/{path}", host.network, size=100_000) == "too_large"


def test_who_drips_is_left_when_the_time_is_over() -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.02)

    with listen({"/drip": drip}) as host:
        began = time.monotonic()
        assert refusal(f"{host.url}/drip", host.network, whole=0.4) == "too_slow"
        assert time.monotonic() - began < 5


def test_a_host_that_says_nothing_is_left() -> None:
    with listen({"/silent": lambda _: time.sleep(2)}) as host:
        assert refusal(f"{host.url}/silent", host.network, step=0.2, robots=False) == "too_slow"


# Redirects.


def test_redirects_are_followed_and_told() -> None:
    with listen({"/a": (301, {"Location": "/b"}, b""), "/b": (302, {"Location": "c?x=报"}, b"")}) as host:
        host.answers["/c?x=%E6%8A%A5"] = FINE
        host.answers["/b"] = (302, {"Location": "c?x=%E6%8A%A5"}, b"")
        found = fetch(f"{host.url}/a", network=host.network)
        assert found.redirects == ((301, f"{host.url}/b"), (302, f"{host.url}/c?x=%E6%8A%A5"))
        assert found.url == f"{host.url}/c?x=%E6%8A%A5"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "not_http"),
        ("http://a:b@127.0.0.1/", "bad_address"),
        ("http://127.0.0.1:22/", "bad_address"),
        ("/round", "too_many_redirects"),
    ],
)
def test_every_redirect_is_looked_at_anew(location: str, reason: str) -> None:
    with listen({"/round": (302, {"Location": location}, b"")}) as host:
        assert refusal(f"{host.url}/round", host.network) == reason


def test_a_redirect_into_a_private_network_is_not_followed() -> None:
    with listen({"/a": (302, {"Location": "http://inner.example/"}, b"")}) as host:
        port = next(iter(host.network.ports))

        def resolve(name: str, *_: object) -> tuple[object, ...]:
            return (ip_address("127.0.0.1" if name == "outer.example" else "10.0.0.1"),)

        network = Network(
            resolve=resolve,  # type: ignore[arg-type]
            is_allowed=lambda number: number.is_loopback,
            ports=frozenset({port, 80}),
        )
        assert refusal(f"http://outer.example:{port}/a", network) == "private_address"


def test_only_hosts_of_the_list_are_asked_where_there_is_one() -> None:
    with listen({"/a": (302, {"Location": "http://other.example/"}, b"")}) as host:
        assert refusal(f"{host.url}/a", host.network, hosts=frozenset({"github.com"})) == "bad_address"
        assert host.asked == []
        assert refusal(f"{host.url}/a", host.network, hosts=frozenset({"127.0.0.1"}), robots=False) == "bad_address"
        assert host.asked == ["/a"]


# robots.txt


def visit(host: Host, path: str) -> str:
    try:
        fetch(host.url + path, network=host.network)
    except FetchError as error:
        return error.reason
    return "here"


def test_robots_txt_is_honoured_and_asked_once_a_run() -> None:
    rules = b"User-agent: *\nDisallow: /private/\nDisallow: /*.pdf$\nAllow: /private/open\n"
    with listen({"/robots.txt": (200, {}, rules)}) as host:
        visits = Visits()
        for path in ("/private/a", "/b.pdf"):
            with pytest.raises(FetchError) as caught:
                fetch(host.url + path, network=host.network, visits=visits)
            assert caught.value.reason == "robots"
        host.answers["/private/open"] = FINE
        assert fetch(f"{host.url}/private/open", network=host.network, visits=visits).data == PAGE
        assert host.asked == ["/robots.txt", "/private/open"]


def test_rules_for_us_by_name_come_before_those_for_all() -> None:
    rules = b"User-agent: disclosure-reports\nDisallow: /a\n\nUser-agent: *\nDisallow:\n"
    with listen({"/robots.txt": (200, {}, rules), "/a": FINE}) as host:
        assert visit(host, "/a") == "robots"


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ((404, {}, b""), "here"),
        ((403, {}, b""), "here"),
        ((200, {}, b"<html>no such page</html>"), "here"),
        ((200, {}, b"\xff\xfe\x00 nonsense"), "here"),
        ((503, {}, b""), "robots"),
        ((200, {}, b"#" * 600_000), "robots"),
        ((302, {"Location": "/rules"}, b""), "robots"),
        ((302, {"Location": "/robots.txt"}, b""), "here"),
    ],
)
def test_without_rules_all_is_allowed_and_where_they_fail_nothing_is(
    answer: tuple[int, dict[str, str], bytes], result: str
) -> None:
    rules = (200, {}, b"User-agent: *\nDisallow: /")
    with listen({"/robots.txt": answer, "/a": FINE, "/rules": rules}) as host:
        assert visit(host, "/a") == result


def test_a_page_behind_a_redirect_must_be_allowed_too() -> None:
    rules = (200, {}, b"User-agent: *\nDisallow: /b")
    with listen({"/robots.txt": rules, "/a": (302, {"Location": "/b"}, b""), "/b": FINE}) as host:
        assert visit(host, "/a") == "robots"


def test_a_host_is_left_in_peace_between_two_visits_as_long_as_it_asks_for() -> None:
    waited: list[float] = []
    rules = (200, {}, b"User-agent: *\nCrawl-delay: 4")
    with listen({"/robots.txt": rules, "/a": FINE}) as host:
        network = Network(is_allowed=lambda _: True, ports=host.network.ports, pause=waited.append)
        visits = Visits()
        for _ in range(3):
            fetch(f"{host.url}/a", network=network, visits=visits)
    assert [round(seconds) for seconds in waited] == [4, 4]


# Encrypted.


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_certificate_must_be_good_and_that_of_the_name(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    options = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=right.example",
    ]
    named = ["-addext", "subjectAltName=DNS:right.example", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *options, *named], check=True, capture_output=True)
    with listen({"/a": FINE}, (certificate, key)) as host:
        port = next(iter(host.network.ports))
        trusting = replace(
            host.network,
            resolve=lambda *_: (ip_address("127.0.0.1"),),
            trust=lambda: ssl.create_default_context(cafile=str(certificate)),
        )
        limits = LIMITS._replace(robots=False)
        assert fetch(f"https://right.example:{port}/a", limits, trusting).data == PAGE
        assert refusal(f"https://wrong.example:{port}/a", trusting, robots=False) == "unreachable"
        assert refusal(f"https://right.example:{port}/a", replace(trusting, trust=Network().trust)) == "unreachable"


# The rest.


def test_nothing_of_the_environment_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with listen({"/a": FINE}) as host:
        assert fetch(f"{host.url}/a", network=host.network).data == PAGE


def test_every_reason_is_told_in_both_languages() -> None:
    documented = FetchError.__doc__ or ""
    assert all(reason in documented and all(words) for reason, words in REASONS.items())


def test_what_a_host_says_steers_no_terminal() -> None:
    with listen({"/a": (200, {"Content-Encoding": "\x9b2J\x1b"}, b"")}) as host, pytest.raises(FetchError) as caught:
        fetch(f"{host.url}/a", network=host.network)
    assert str(caught.value).isprintable()


def test_check_loads_no_library_of_networks() -> None:
    code = "import sys, build_scripts.cli; print({'httpcore', 'protego', 'ssl', 'h11'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"

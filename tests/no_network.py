"""The package, the site and tests, made where there is no network: a namespace with a loopback and no route.

    python -m tests.no_network [--keep] [-- pytest's arguments]

Comes in: what `install_environment.sh` and the other set-up scripts installed. Goes out: figures, what became of each
test in `runs/no-network.xml`, and exit code 1 where something wanted the network. Needs Linux; where a user may not
make namespaces it asks for root by `sudo`. It does not show: what is done while setting up, and what asks and goes on
without an answer.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import re
import resource
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.guards.keeping import keep_figures

ROOT = Path(__file__).parents[1]
TESTS = ("-q", "-n", "3", "--dist", "worksteal", "--junitxml", "runs/no-network.xml")
INSIDE = "--inside"
OUTSIDE = ("192.0.2.1", 443)
"""An address that is nobody's (RFC 5737)."""
WAYS = (
    ("unshare", "--net"),
    ("unshare", "--user", "--map-root-user", "--net"),
    ("sudo", "-n", "-E", "unshare", "--net"),
)
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1


def main() -> int:
    """The exit code."""
    given = argparse.ArgumentParser(prog="python -m tests.no_network", description="build and tests without a network")
    given.add_argument("--keep", action="store_true", help="keep the figures in tests/guards/kept/no-network.csv")
    given.add_argument(INSIDE, action="store_true", help=argparse.SUPPRESS)
    given.add_argument("tests", nargs="*", help="pytest's arguments")
    options = given.parse_args()
    if options.inside:
        return run_inside(options.tests or [*TESTS], options.keep)
    again = [sys.executable, "-m", "tests.no_network", *sys.argv[1:]]
    for way in WAYS:
        if can(way):
            return subprocess.run([*way, *again[:3], INSIDE, *again[3:]], cwd=ROOT, check=False).returncode
    print("不能建立网络命名空间 / no network namespace can be made here", file=sys.stderr)
    return 1


def can(way: tuple[str, ...]) -> bool:
    """Whether this machine lets us into a namespace by this way."""
    try:
        return subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run_inside(tests: list[str], keep: bool) -> int:
    """Build and test; says and keeps the figures."""
    raise_loopback()
    refuse_a_network()
    figures: dict[str, tuple[float, str]] = {}
    failed = []
    with tempfile.TemporaryDirectory(prefix="no-network-") as folder:
        package, site = Path(folder, "package"), Path(folder, "site")
        own = ("--output", package, "--cache", f"{folder}/cache")
        steps = {
            "package": ("-m", "build_scripts", "package", *own),
            "site": (
                "-m",
                "build_scripts",
                "site",
                "--package",
                package,
                "--output",
                site,
                "--cache",
                f"{folder}/cache",
            ),
            "tests": ("-m", "pytest", *tests),
        }
        for name, words in steps.items():
            before = spent()
            answer = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
            figures[f"{name}-cpu"] = (round(spent() - before, 1), "s")
            if answer.returncode:
                failed.append(name)
                print(answer.stdout[-8000:], answer.stderr[-8000:], sep="\n", file=sys.stderr)
            for word in ("passed", "failed", "error", "skipped") if name == "tests" else ():
                found = re.search(rf"(\d+) {word}", answer.stdout.splitlines()[-1] if answer.stdout else "")
                figures[f"tests-{word}"] = (int(found[1]) if found else 0, "tests")
        figures["site-pages"] = (sum(1 for _ in site.rglob("*.html")), "pages")
    for figure, (value, unit) in figures.items():
        print(f"{figure}: {value:g} {unit}")
    if keep and not failed:
        keep_figures("no-network", figures)
    print(f"未通过 / failed: {', '.join(failed)}" if failed else "没有网络也做得成 / made without a network")
    return 1 if failed else 0


def raise_loopback() -> None:
    """A new namespace has a loopback that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        request = struct.pack("16sh22x", b"lo", 0)
        (flags,) = struct.unpack("16xh22x", fcntl.ioctl(asked, SIOCGIFFLAGS, request))
        fcntl.ioctl(asked, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags | IFF_UP))


def refuse_a_network() -> None:
    """Raises RuntimeError where there is a way out: then nothing would be shown."""
    try:
        socket.create_connection(OUTSIDE, timeout=5).close()
    except OSError as error:
        if error.errno is not None and os.strerror(error.errno) == "Network is unreachable":
            return
    raise RuntimeError("有路由，什么也证明不了 / there is a route: nothing would be shown")


def spent() -> float:
    """Seconds of processor that ended children took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())

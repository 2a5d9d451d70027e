"""JSON with indents is, to the byte, what the standard library writes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.files.indented import write_indented

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()


@pytest.mark.parametrize("indent", [1, 2])
@given(data=st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20))
def test_any_data_is_written_as_the_library_writes_it(indent: int, data: object) -> None:
    assert write_indented(data, indent) == json.dumps(data, ensure_ascii=False, indent=indent)

"""What templates show is escaped as Jinja's own escaping has it, whatever is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from build_scripts.publishing.templates import escape_text, escape_value

TEXT = st.text(st.sampled_from("<>&'\"公开a\n\u2028")) | st.text()


@given(TEXT)
def test_text_is_escaped_as_the_library_does(text: str) -> None:
    assert escape_text(text) == str(escape(text))


@given(st.one_of(TEXT, TEXT.map(Markup), st.integers(), st.none(), st.booleans(), st.lists(TEXT, max_size=2)))
def test_a_value_is_escaped_as_the_library_does(value: object) -> None:
    assert escape_value(value) == str(escape(value))

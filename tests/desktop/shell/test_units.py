"""Places in a text, as Qt and as Python count them."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.shell.units import character, unit


@given(st.text(max_size=40), st.integers(0, 40))
def test_there_and_back(text: str, at: int) -> None:
    at = min(at, len(text))
    assert character(text, unit(text, at)) == at
    assert unit(text, at) == len(text[:at].encode("utf-16-le")) // 2

"""Whom an ``@`` in a draft may mean."""

import pytest

from desktop.viewmodels.mentioning import found, inserted, typed
from tests.desktop.sample_rooms import MEMBERS


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("@", (0, "")), ("Привет, @Оле", (8, "Оле")), ("да\n@ol", (3, "ol")), ("(@x", (1, "x")),
        ("mail@x", None), ("@a b", None), ("", None),
    ],
)  # fmt: skip
def test_what_is_typed(text: str, wanted: tuple[int, str] | None) -> None:
    assert typed(text, len(text)) == wanted


@pytest.mark.parametrize(
    ("words", "names"),
    [("Олег", ["Олег"]), ("jktu", ["Олег"]), ("шкшт", ["Ирина Ковалёва"]),
     ("orl", ["Павел Орлов"]), ("Анна", [])],
)  # fmt: skip
def test_who_fits_in_either_layout(words: str, names: list[str]) -> None:
    assert [row.member.name for row in found(words, MEMBERS)][: len(names) or 1] == names


def test_how_they_are_named() -> None:
    by = {row.member.name: inserted(row.member) for row in MEMBERS}
    assert by["Павел Орлов"] == "@orlov"
    assert by["Олег"] == "[Олег](tg://user?id=6002)"

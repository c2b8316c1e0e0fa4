"""What is read up to a message, by the names that messengers give."""

import pytest

from core.domain.places import named, place_of, reaches

GROUP = "-1001800000001"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("55", ("", 55)),
        (f"{GROUP}/55", (GROUP, 55)),
        ("wamid.HBgL/9==", None),
        ("55:vote:ab12", None),
        ("", None),
        ("-5", None),
        ("1801/55", None),
    ],
)
def test_where_a_message_stands(name: str, place: tuple[str, int] | None) -> None:
    assert place_of(name) == place
    assert place is None or named(*place) == name


@pytest.mark.parametrize(
    ("mark", "name", "read"),
    [
        ("7", "7", True),
        ("7", "8", False),
        (f"{GROUP}/7", f"{GROUP}/8", False),
        (f"{GROUP}/9", f"{GROUP}/8", True),
        (f"{GROUP}/1", "900", True),
        ("900", f"{GROUP}/1", False),
        ("", "5", None),
        ("7", "wamid.x", None),
    ],
)
def test_how_far_a_mark_reaches(mark: str, name: str, read: bool | None) -> None:
    assert reaches(mark, name) is read

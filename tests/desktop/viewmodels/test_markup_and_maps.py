"""WhatsApp's marks in a text, and places in what was pasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.viewmodels.map_links import read_place
from desktop.viewmodels.markup import Span, read


@pytest.mark.parametrize(
    ("text", "plain", "spans"),
    [
        ("*да* _нет_ ~вряд~", "да нет вряд", [(0, 2, "bold"), (3, 6, "italic"), (7, 11, "strike")]),
        ("```x *y*``` и `z`", "x *y* и z", [(0, 5, "mono"), (8, 9, "mono")]),
        ("*a _b_ c*", "a b c", [(0, 5, "bold"), (2, 3, "italic")]),
        ("цена *1 200 ₽*.", "цена 1 200 ₽.", [(5, 12, "bold")]),
        ("5*6*7", "5*6*7", []),
        ("snake_case_name", "snake_case_name", []),
        ("* a*", "* a*", []),
        ("*a\nb*", "*a\nb*", []),
        ("*a", "*a", []),
        ("", "", []),
    ],
)
def test_marks_are_read_as_whatsapp_reads_them(text: str, plain: str, spans: list[object]) -> None:
    assert read(text) == (plain, [Span(*span) for span in spans])  # type: ignore[misc]


@given(st.text(alphabet="ab *_~`\n", max_size=60))
def test_nothing_is_lost_but_marks(text: str) -> None:
    plain, spans = read(text)
    assert [c for c in plain if c in "ab\n"] == [c for c in text if c in "ab\n"]
    assert all(0 <= span.start < span.end <= len(plain) for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "55.7558, 37.6173", "55.7558 37.6173", "55,7558 37,6173", "55.7558;37.6173",
        "https://www.google.com/maps/@55.7558,37.6173,17z",
        "https://maps.google.com/?q=55.7558,37.6173",
        "https://yandex.ru/maps/213/moscow/?ll=37.6173%2C55.7558&z=10",
        "https://2gis.ru/moscow/geo/37.6173,55.7558",
        "https://www.openstreetmap.org/?mlat=55.7558&mlon=37.6173#map=5/1.0/2.0",
        "https://www.openstreetmap.org/#map=15/55.7558/37.6173",
        "https://maps.apple.com/?ll=55.7558,37.6173&q=Sklad",
        "geo:55.7558,37.6173?z=3",
        """55°45'20.88"N 37°37'02.28"E""",
    ],
)  # fmt: skip
def test_a_place_is_found_in_what_is_pasted(text: str) -> None:
    place = read_place(text)
    assert place is not None
    assert (place.latitude, place.longitude) == (55.7558, 37.6173)


def test_the_place_itself_counts_and_not_where_the_map_stands() -> None:
    link = "https://www.google.com/maps/place/Red+Square/@1.0,2.0,17z/data=!3d55.7539!4d37.6208"
    place = read_place(link)
    assert place is not None
    assert (place.latitude, place.name) == (55.7539, "Red Square")


@pytest.mark.parametrize(
    "text", ["", "5, 12", "800 шт", "91.0, 10.0", "https://maps.app.goo.gl/abc", "http://[", "geo:"]
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert read_place(text) is None


@given(st.text(max_size=80))
def test_whatever_is_pasted_is_read_without_a_fault(text: str) -> None:
    read_place(text)
    read_place(f"https://yandex.ru/maps/?ll={text}")

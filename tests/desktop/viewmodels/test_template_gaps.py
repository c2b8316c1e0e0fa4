"""Templates: what is prefilled is what the words around a gap say, and the preview is exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.viewmodels.template_gaps import filled, gap_names, prefilled

KNOWN = {"name": "Ирина", "product": "панели", "me": "Анна", "meeting": "вт, 15:00"}


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Здравствуйте, {{1}}! Вы спрашивали о {{2}}. Продолжим?", ["name", "product"]),
        ("{{1}}, ваш заказ {{2}} отправлен. Ожидайте {{3}}.", ["name", "", ""]),
        ("Hello {{1}}! You asked about {{2}}. May we go on?", ["name", "product"]),
        ("Hi *{{1}}*, this is {{2}} on behalf of {{3}}", ["name", "me", "company"]),
        ("Код {{1}}", [""]),
        ("{{2}} и {{1}}", ["", ""]),
        ("Добрый день, {{customer}}! Встреча: {{when}}", ["name", "meeting"]),
        ("без пропусков", []),
    ],
)
def test_a_gap_is_named_only_where_the_words_say_it(body: str, names: list[str]) -> None:
    assert gap_names(body) == names


def test_what_is_known_is_filled_in_on_one_line() -> None:
    body = "Здравствуйте, {{1}}! Вы спрашивали о {{2}}."
    assert prefilled(body, {**KNOWN, "product": "панели\n 600"}) == ["Ирина", "панели 600"]
    assert prefilled(body, {}) == ["", ""]


def test_the_preview_is_what_the_client_reads() -> None:
    assert filled("{{1}}: {{2}} {{1}}", ["а  б", ""]) == "а б: ___ а б"
    assert filled("{{1}}", ["{{2}}"]) == "{{2}}"  # a value is text, whatever it looks like
    assert filled("{{who}} и {{what}}", ["А", "Б"]) == "А и Б"


@given(st.text(max_size=60), st.lists(st.text(max_size=9), max_size=4))
def test_any_body_has_a_preview(body: str, params: list[str]) -> None:
    assert isinstance(filled(body, params), str)
    assert len(prefilled(body, KNOWN)) == len(gap_names(body))

"""Templates: what has to be filled in, what is wrong with it, which is offered, how it reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.problems import Problem
from desktop.viewmodels import template_order, templates
from desktop.viewmodels.template_order import Wanted
from desktop.viewmodels.templates import Slot, TemplateButton, TemplateRow

TRACK = TemplateRow(
    name="delivery_track", lang="ru", category="UTILITY", header="Заказ {{1}}", media="",
    body="Здравствуйте, {{1}}! Привезём {{2}}.", footer="Доставка",
    buttons=(
        TemplateButton(kind="phone", text="Позвонить"),
        TemplateButton(kind="url", text="Где груз", url="https://d.example/{{1}}", wants=True),
    ),
)  # fmt: skip
PLAIN = TemplateRow(name="reminder", lang="ru", category="MARKETING", body="Напоминаем о счёте.")
ENGLISH = TemplateRow(name="delivery_track", lang="en_US", category="UTILITY", body="Hello {{1}}!")
PAUSED = TemplateRow(name="sale", lang="ru", category="MARKETING", body="Скидки", status="PAUSED",
                     problem=Problem("whatsapp-template-paused"))  # fmt: skip
EVERY = [PAUSED, ENGLISH, PLAIN, TRACK]


def test_everything_that_is_to_be_filled_in_is_there_as_the_client_reads_it() -> None:
    assert templates.slots(TRACK) == [
        Slot("header", "1"), Slot("body", "1", "name"), Slot("body", "2"),
        Slot("button", "url", "", 1),
    ]  # fmt: skip
    assert templates.prefilled(TRACK, {"name": "Ирина"}) == ["", "Ирина", "", ""]


def test_what_is_typed_goes_to_its_part() -> None:
    filling = templates.gathered(TRACK, ["1148", "Ирина", "во  вторник\n", " abc "])
    assert filling.values.header == "1148"
    assert [param.text for param in filling.values.body] == ["Ирина", "во вторник"]
    assert filling.values.buttons == ("", "abc")
    shown = templates.shown(TRACK, filling)
    assert shown.words == (
        "Заказ 1148\nЗдравствуйте, Ирина! Привезём во вторник.\nДоставка\n[Позвонить]\n[Где груз]"
    )


def test_a_place_above_the_text_is_read_from_a_link() -> None:
    row = TemplateRow(name="a", lang="ru", category="UTILITY", body="Склад", media="location")
    filling = templates.gathered(row, ["https://yandex.ru/maps/?pt=37.6,55.7&z=12"])
    assert filling.values.place is not None
    assert (filling.values.place.latitude, filling.file) == (55.7, "")


@pytest.mark.parametrize(
    ("slot", "value", "what"),
    [
        (Slot("body", "1"), "", "empty"),
        (Slot("body", "1"), "  ", "empty"),
        (Slot("body", "1"), "а\nб", "lines"),
        (Slot("body", "1"), "а\u2028б", "lines"),
        (Slot("body", "1"), "а" * 1025, "long"),
        (Slot("header", "1"), "а" * 61, "long"),
        (Slot("button", "url", "", 0), "a b", "spaces"),
        (Slot("button", "copy_code", "", 0), "C" * 21, "long"),
        (Slot("media", "image"), "a.gif", "kind"),
        (Slot("media", "image"), "A.JPG", ""),
        (Slot("media", "document"), "any.bin", ""),
        (Slot("media", "location"), "склад", "place"),
        (Slot("media", "location"), "55.7, 37.6", ""),
        (Slot("body", "1"), "вторник", ""),
    ],
)  # fmt: skip
def test_a_value_that_cannot_go_says_why(slot: Slot, value: str, what: str) -> None:
    assert templates.wrong(slot, value) == what


def test_the_whole_may_be_too_long_though_no_value_is() -> None:
    row = TemplateRow(name="a", lang="ru", category="UTILITY", body="{{1}} {{2}}")
    filling = templates.gathered(row, ["а" * 600, "б" * 600])
    assert templates.too_long(row, filling.values) == ("body", 1201, 1024)
    assert templates.too_long(row, templates.gathered(row, ["а", "б"]).values) is None


@given(st.lists(st.text(max_size=40), min_size=4, max_size=4))
def test_whatever_is_typed_is_shown_and_sent_without_a_line_break(typed: list[str]) -> None:
    filling = templates.gathered(TRACK, typed)
    assert not any("\n" in param.text for param in filling.values.body)
    templates.shown(TRACK, filling)


def names(wanted: Wanted = Wanted(), recent: tuple[str, ...] = ()) -> list[str]:  # noqa: B008
    rows = template_order.arranged(EVERY, wanted, "ru", recent, {"name": "Ирина"})
    return [template_order.key(row) for row in rows]


def test_the_clients_language_and_what_was_used_last_come_first_and_what_cannot_go_last() -> None:
    assert names() == ["reminder ru", "delivery_track ru", "delivery_track en_US", "sale ru"]
    recent = ("delivery_track en_US", "delivery_track ru")
    assert names(recent=recent)[:3] == ["delivery_track ru", "reminder ru", "delivery_track en_US"]


@pytest.mark.parametrize("typed", ["track", "екфсл", "счёте", "cx`nt", "delivery en"])
def test_what_is_typed_finds_in_either_layout_by_name_or_words(typed: str) -> None:
    found = names(Wanted(typed))
    assert found
    assert ("track" in found[0]) == (typed not in ("счёте", "cx`nt"))


def test_filters_leave_what_fits_alone() -> None:
    assert names(Wanted(lang="en_US")) == ["delivery_track en_US"]
    assert names(Wanted(category="MARKETING")) == ["reminder ru", "sale ru"]
    assert names(Wanted(typed="zzz")) == []


def test_the_one_that_is_offered_says_most_of_what_is_known() -> None:
    talk = TemplateRow(name="talk", lang="ru", category="UTILITY",
                       body="Здравствуйте, {{1}}! Вы спрашивали про {{2}}.")  # fmt: skip
    known = {"name": "Ирина", "product": "панели"}
    rows = [*EVERY, talk]
    assert template_order.best(rows, "ru", (), known) == talk
    assert template_order.best(rows, "en", (), known) == ENGLISH
    assert (
        template_order.best(rows, "de", (), {}) == PLAIN
    )  # nothing to type, whatever the language
    assert template_order.best([PAUSED], "ru", (), {}) is None


def test_the_last_used_one_is_kept_first() -> None:
    kept = template_order.used([], TRACK)
    kept = template_order.used(kept, PLAIN)
    kept = template_order.used(kept, TRACK)
    assert kept == ["delivery_track ru", "reminder ru"]

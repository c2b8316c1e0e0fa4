"""Quick replies: gaps are filled from what stands in the thread, and from nothing else."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from core.domain.channels import Channel
from core.domain.reading import Fact
from core.domain.views import FactRow, ThreadRow
from desktop.shell.i18n import I18n
from desktop.viewmodels import quick_replies as replies
from desktop.viewmodels.quick_replies import GAPS, QuickReply
from desktop.viewmodels.reply_starters import starters

NOW = 1_795_000_000_000


def fact(kind: str, value: str, confidence: float = 0.9, **more: object) -> FactRow:
    made = Fact(
        id=f"{kind}-{value}", kind=kind, value=value, quote=value, message="1", start=0,
        end=1, confidence=confidence, source="model", at=1, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return FactRow(fact=made, message=1, message_at=1, channel=Channel.TELEGRAM)


def thread(name: str) -> ThreadRow:
    return ThreadRow(id=1, name=name, channels=(Channel.TELEGRAM,))


def known(*facts: FactRow, name: str = "Ирина Соколова", me: str = "", lang: str = "ru"):
    return replies.values(I18n(lang), thread(name), facts, me, NOW)


def test_values_are_written_as_the_operators_language_writes_them() -> None:
    facts = (fact("quantity", "1200", unit="шт"), fact("budget", "450000 RUB"))
    assert known(*facts)["quantity"] == "1200 шт"
    assert known(*facts)["budget"] == "450 000 ₽"
    assert known(*facts, lang="en")["budget"] == "₽450,000"
    assert known(*facts, me=" Анна ")["me"] == "Анна"


def test_what_is_not_known_for_sure_is_a_mark() -> None:
    guess = fact("quantity", "800", 0.3)
    two = (fact("city", "Тверь"), fact("city", "Казань"))
    argued = structs.replace(fact("budget", "1 RUB"), conflicts=(fact("budget", "2 RUB"),))
    gone = fact("product", "панели", status="superseded")
    got = replies.fill(
        "{количество} {city} {budget} {product}", known(guess, *two, argued, gone), "ru"
    )
    assert got.text == "[количество] [город] [бюджет] [товар]"
    assert got.missing == ("quantity", "city", "budget", "product")


def test_a_confirmed_guess_is_known() -> None:
    assert known(fact("quantity", "800", 0.3, review="confirmed"))["quantity"] == "800"


@pytest.mark.parametrize("name", ["+7 916 111-22-33", "@irina", "клиент 42", "irina"])
def test_a_number_or_a_handle_is_no_name(name: str) -> None:
    assert "name" not in known(name=name)


def test_the_person_of_the_facts_comes_before_the_messengers_name() -> None:
    assert known(fact("person", "Ирина"))["name"] == "Ирина"


def test_other_braces_are_text() -> None:
    assert replies.fill("{x} {} {{name}}", {"name": "Ира"}, "ru").text == "{x} {} {Ира}"


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(sorted(GAPS)), st.text(max_size=9)))
def test_nothing_is_invented(text: str, values: dict[str, str]) -> None:
    got = replies.fill(text, values, "en")
    left = got.text
    for name in got.missing:
        assert name not in values
        left = left.replace(replies.mark(name, "en"), "", 1)
    if "{" not in text:
        assert got.text == text


def test_tab_walks_through_the_marks_and_around() -> None:
    text = "Здравствуйте, [имя]! Нужно [количество]?"
    first, second = replies.marks(text)
    assert replies.next_mark(text, 0, 0) == first
    assert replies.next_mark(text, *first) == second
    assert replies.next_mark(text, *second) == first
    assert replies.next_mark(text, *first, back=True) == second
    assert replies.next_mark("готово [да]", 0, 0) is None


@pytest.mark.parametrize(
    ("text", "typed"),
    [("/", ""), ("/qty", "qty"), ("привет\n/кол", "кол"), ("и/или", None), ("/a b", None),
     (" /a", None), ("//", None)],
)  # fmt: skip
def test_a_slash_opens_only_at_the_start_of_a_line(text: str, typed: str | None) -> None:
    got = replies.slash(text, len(text))
    assert (got[1] if got else None) == typed
    if got:
        assert text[got[0]] == "/"


@given(st.text(max_size=60), st.integers(0, 60))
def test_any_draft_can_be_asked_for_its_slash(text: str, at: int) -> None:
    got = replies.slash(text, min(at, len(text)))
    assert got is None or text[got[0] : got[0] + 1] == "/"


def test_replies_are_found_by_word_and_name_in_both_layouts() -> None:
    rows = starters("ru")
    assert replies.found("цена", rows)[0].word == "цена"
    assert replies.found("wtyf", rows)[0].word == "цена"  # the same keys in the other layout
    assert replies.found("подтвердить вс", rows)[0].word == "встреча"
    assert replies.found("ццццц", rows) == []
    assert replies.found("", rows) == rows
    assert replies.found("йен", starters("en"))[0].word == "qty"


def test_what_is_exported_is_imported() -> None:
    rows = starters("en")
    assert replies.load(replies.dump(rows)) == rows
    mine = QuickReply(name="THANK YOU", text="Cheers", word="/Th anks!")
    assert replies.tidy(mine).word == "thanks"
    both = replies.merged(rows, [mine])
    assert len(both) == len(rows)
    assert both[-1].text == "Cheers"


@given(st.text(max_size=80))
def test_what_is_no_list_of_replies_is_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(replies.load(text), list)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_starters_name_only_gaps_that_exist(lang: str) -> None:
    rows = starters(lang)
    assert len(rows) >= 12
    assert len({row.word for row in rows}) == len(rows)
    for row in rows:
        every = dict.fromkeys(GAPS, "x")
        assert "{" not in replies.fill(row.text, every, lang).text

"""What a draft asks, and whether the client has answered it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.channels import Channel
from core.domain.reading import Fact
from core.domain.said import SaidText, Told
from core.domain.views import FactRow
from core.understanding.reask import AnswerIndex, answer
from core.understanding.reask.draft import question
from core.understanding.reask.words import stem
from desktop.guard_eval import Figures, evaluate, outcomes

DATA = Path(__file__).parents[2] / "data" / "reask"
NOW = 1_795_500_000_000  # 2026-11-24


def _thread(*said: str, facts: tuple[FactRow, ...] = (), rejected: tuple[Fact, ...] = ()) -> Told:
    """``> `` begins what we wrote; the rest is the client's."""
    return Told(
        said=[
            SaidText(
                message=n, at=NOW - 100_000 + n, channel=Channel.TELEGRAM,
                direction="out" if text.startswith("> ") else "in", text=text.removeprefix("> "),
            )
            for n, text in enumerate(said, 1)
        ],
        facts=facts, rejected=rejected,
    )  # fmt: skip


def _fact(kind: str, value: str, message: int, text: str, quote: str, **more: object) -> Fact:
    start = text.index(quote)
    return Fact(
        id=f"{kind}{message}", kind=kind, value=value, quote=quote, message=str(message),
        start=start, end=start + len(quote), confidence=0.95, source="rule",
        at=NOW - 100_000 + message, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _row(fact: Fact, *history: FactRow) -> FactRow:
    return FactRow(
        fact=fact, message=int(fact.message), message_at=fact.at, channel=Channel.TELEGRAM,
        history=history,
    )  # fmt: skip


def _says(draft: str, told: Told) -> str:
    found = answer(draft, AnswerIndex.of(told), NOW)
    return found.value if found is not None else ""


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_what_it_says_is_right_and_it_is_not_silent(lang: str) -> None:
    figures = Figures()
    for outcome in outcomes(DATA / f"{lang}.jsonl"):
        figures.add(outcome)
    assert figures.drafts >= 90
    assert figures.precision >= 0.97
    assert figures.recall >= 0.8


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_on_the_blind_half_it_errs_seldom(lang: str) -> None:
    figures = Figures()
    for outcome in outcomes(DATA / f"blind_{lang}.jsonl"):
        figures.add(outcome)
    assert figures.precision >= 0.9


@pytest.mark.parametrize(
    "draft",
    [
        "", "   ", "?", "Спасибо!", "Бюджет понятен", "Значит бюджет до 300 тысяч?",
        "Вы говорили про бюджет 300 тысяч, верно?", "Хотите, посчитаю в рамках бюджета?",
        "Почему такой бюджет?", "So the budget is 300k, right?", "Shall I send the offer?",
    ],
)  # fmt: skip
def test_what_asks_nothing_is_left_alone(draft: str) -> None:
    text = "Бюджет 300 тысяч"
    told = _thread(text, facts=(_row(_fact("budget", "300000 RUB", 1, text, "300 тысяч")),))
    assert _says(draft, told) == ""
    assert _says("Какой у вас бюджет?", told) == "300000 RUB"


def test_our_own_words_never_answer() -> None:
    told = _thread("> Гарантия у нас 24 месяца. Этаж какой?", "пятый этаж")
    assert _says("Какая гарантия?", told) == ""
    assert _says("Какой этаж?", told) == "пятый этаж"


def test_a_rejected_fact_is_not_taken_from_the_words_either() -> None:
    text = "ну тысяч 200 думали"
    told = _thread(
        "> Какой у вас бюджет?",
        text,
        rejected=(_fact("budget", "200000 RUB", 2, text, "тысяч 200"),),
    )
    assert _says("Какой бюджет?", told) == ""


def test_what_was_taken_back_is_open_again() -> None:
    text = "Нужно к 5 декабря"
    fact = _row(_fact("deadline", "2026-12-05", 1, text, "к 5 декабря"))
    assert _says("К какому числу нужно?", _thread(text, facts=(fact,))) == "2026-12-05"
    later = _thread(text, "Дата переносится, новую скажу позже", facts=(fact,))
    assert _says("К какому числу нужно?", later) == ""


def test_a_day_that_has_passed_is_asked_anew() -> None:
    text = "Нужно к 5 ноября"
    fact = _row(_fact("deadline", "2026-11-05", 1, text, "к 5 ноября"))
    assert _says("К какому числу нужно?", _thread(text, facts=(fact,))) == ""


def test_a_question_about_another_one_is_new() -> None:
    text = "Нужно 40 кресел"
    told = _thread(text, facts=(_row(_fact("quantity", "40", 1, text, "40", unit="шт")),))
    assert _says("Сколько кресел нужно?", told) == "40"
    assert _says("Сколько столов нужно?", told) == ""
    assert _says("Сколько ещё кресел нужно?", told) == ""


def test_an_index_takes_over_what_did_not_change() -> None:
    told = _thread("пятый этаж", "лифта нет")
    first = AnswerIndex.of(told)
    more = _thread("пятый этаж", "лифта нет", "код домофона 48")
    second = AnswerIndex.of(more, first)
    assert [line.text for line in second.lines] == [
        line.text for line in AnswerIndex.of(more).lines
    ]
    assert second.lines[0] is first.lines[0]
    edited = _thread("шестой этаж", "лифта нет")
    assert answer("Какой этаж?", AnswerIndex.of(edited, second), NOW).value == "шестой этаж"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("one", "other"),
    [("доставки", "доставить"), ("кресел", "кресла"), ("ламината", "ламинат"),
     ("панелей", "панели"), ("colours", "color"), ("deliveries", "delivery")],
)  # fmt: skip
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@given(st.text(max_size=120))
def test_no_draft_breaks_it(text: str) -> None:
    told = _thread("> Какой у вас этаж?", "пятый, лифта нет", text)
    index = AnswerIndex.of(told)
    question(text)
    answer(text, index, NOW)
    answer(f"Какой {text}?", index, NOW)


def test_the_command_prints_figures_and_every_miss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate([DATA / "blind_en.jsonl"]) == 0
    out = capsys.readouterr().out
    assert "blind_en.jsonl: 25 drafts (13 to stay silent), precision" in out
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{}\n", "utf-8")
    assert evaluate([broken]) == 2
    assert "broken.jsonl:1" in capsys.readouterr().err

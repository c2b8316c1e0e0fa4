"""Every stage, step and question of a deal has its words, in both languages, and nothing else."""

from typing import Any

import pytest
from msgspec import structs

from core.domain.deal import STAGES, STEPS, Deal
from core.domain.deal_needs import UNKNOWN
from core.domain.deal_view import Said
from core.domain.reading import Fact
from core.domain.views import FactRow
from core.domain.window import Window
from core.understanding.questions import with_questions
from desktop.shell.i18n import I18n
from desktop.ui import deal_words, fact_words
from tests.desktop.sample_backend import NOW, SampleBackend


class Spoken:
    """A shell as far as words go."""

    def __init__(self, lang: str) -> None:
        self.i18n = I18n(lang)
        self.tr = self.i18n.say

    def now(self) -> int:
        return NOW


def fact(kind: str, value: str, unit: str = "") -> Fact:
    return Fact(
        id=kind, kind=kind, value=value, quote=value, message="1", start=0, end=1, confidence=0.9,
        source="rule", at=NOW, unit=unit,
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_stage_and_step_is_said_with_and_without_what_it_is_about(lang: str) -> None:
    shell = Spoken(lang)
    about = (fact("product", "панели"), fact("quantity", "800", "шт"))
    for stage in STAGES:
        for ours in (True, False):
            bare = Deal(stage=stage, ours=ours)
            assert deal_words.stage_name(shell, bare)  # type: ignore[arg-type]
            assert deal_words.where_words(shell, bare).endswith(".")  # type: ignore[arg-type]
            told = structs.replace(bare, about=about)
            assert "Панели, 800\u00a0шт" in deal_words.where_words(shell, told)  # type: ignore[arg-type]
    for step in STEPS:
        bare = Deal(stage="asking", step=step)
        words = deal_words.step_words(shell, bare)  # type: ignore[arg-type]
        assert words
        assert not words.endswith(".")
        told = structs.replace(bare, next_about=about)
        assert deal_words.step_words(shell, told)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("kind", UNKNOWN)
def test_every_unknown_has_a_question_that_is_known_as_asked(lang: str, kind: str) -> None:
    shell = Spoken(lang)
    assert deal_words.unknown_name(shell, kind)  # type: ignore[arg-type]
    asked = deal_words.question(shell.i18n, kind)
    (said,) = with_questions([Said(sender="us", at=1, text=asked)])
    assert kind in said.asks, asked


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_what_is_begun_for_a_step_names_only_what_is_known(lang: str) -> None:
    tongue = I18n(lang)
    meeting = fact("meeting_at", "2026-11-24T15:00")
    begun = deal_words.step_draft(
        tongue, Deal(stage="asking", step="confirm-meeting", next_about=(meeting,)), NOW
    )
    assert "15:00" in begun
    assert deal_words.step_draft(tongue, Deal(stage="asking", step="price"), NOW) == ""
    assert deal_words.step_draft(tongue, Deal(stage="priced", step="remind"), NOW)


def test_the_window_is_spoken_of_where_it_matters() -> None:
    shell, closing = Spoken("en"), Window("closing", NOW + 600_000)
    deal = Deal(stage="priced", window=closing)
    assert deal_words.window_words(shell, deal) == ""  # type: ignore[arg-type]
    ours = structs.replace(deal, ours=True)
    assert "10\u00a0min" in deal_words.window_words(shell, ours)  # type: ignore[arg-type]
    closed = structs.replace(deal, window=Window("closed"))
    assert "template" in deal_words.window_words(shell, closed)  # type: ignore[arg-type]


def test_a_change_says_its_unit_once_and_when() -> None:
    shell = Spoken("ru")
    rows = SampleBackend(feed=None, lang="ru").found[1]  # type: ignore[arg-type]
    row: FactRow = next(r for r in rows if r.history)
    ((old, new),) = fact_words.changes(row)
    assert fact_words.change_words(shell, old, new) == "500 → 800\u00a0шт"  # type: ignore[arg-type]
    week = 5 * 24 * 3_600_000
    assert fact_words.when_words(shell, NOW - week).startswith("ср ")  # type: ignore[arg-type]


def test_a_change_says_whose_it_is_and_what_the_operator_corrected() -> None:
    shell: Any = Spoken("ru")
    rows = SampleBackend(feed=None, lang="ru").found[1]  # type: ignore[arg-type]
    row: FactRow = next(r for r in rows if r.history)
    (old,) = row.history
    row = structs.replace(row, read=row, corrected_at=NOW, history=(structs.replace(old),))
    made = fact_words.changes(row)
    assert made == [(row.read, row), (old, row.read)]
    assert [fact_words.who_words(shell, new) for _, new in made] == ["исправили вы", "клиент"]
    assert fact_words.changed_at(row) == NOW > fact_words.changed_at(row.read)  # type: ignore[arg-type]

"""Labels over tokens become facts with literal quotes, and back."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.labels import best_labels, character_spans, facts_of, labels_for, log_softmax, snap
from models.vocabulary import CLASSES, LABELS, SPECIAL_TOKENS


def sure(labels: list[int]) -> np.ndarray:
    scores = np.full((len(labels), len(LABELS)), -10.0)
    scores[np.arange(len(labels)), labels] = 10.0
    return np.asarray(log_softmax(scores))


@given(st.integers(0, 2**32 - 1), st.integers(0, 30))
def test_only_sequences_that_the_grammar_allows_come_out(seed: int, length: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(length, len(LABELS)))
    path = best_labels(np.asarray(log_softmax(scores)))
    assert len(path) == length
    for before, label in zip([0, *path], path, strict=False):
        if label and label % 2 == 0:
            assert before in {label, label - 1}


@given(st.text(max_size=60), st.integers(0, 2**32 - 1))
def test_whatever_the_labels_every_quote_stands_in_the_text(text: str, seed: int) -> None:
    raw = text.encode()
    rng = np.random.default_rng(seed)
    cuts = sorted({0, len(raw), *(int(cut) for cut in rng.integers(0, len(raw) + 1, 8))})
    parts = [raw[left:right] for left, right in pairwise(cuts)]
    spans = character_spans(text, parts)
    scores = np.asarray(log_softmax(rng.normal(size=(len(parts), len(LABELS)))))
    for fact in facts_of(text, spans, scores):
        assert fact.quote
        assert fact.quote in text
        assert 0 < fact.confidence <= 1
        assert (fact.kind, fact.value) in CLASSES


def test_what_labels_say_is_read_back() -> None:
    text = "Берём 5 насосов, до 380 тысяч"
    parts = ["Бер", "ём", " 5", " насос", "ов", ",", " до", " 3", "8", "0", " тысяч"]
    spans = character_spans(text, [part.encode() for part in parts])
    facts = [
        ("decision", "yes", (0, 5)),
        ("quantity", "5", (6, 7)),
        ("product", "", (8, 15)),
        ("budget", "", (17, 29)),
    ]
    found = facts_of(text, spans, sure(labels_for(spans, facts)))
    assert [(fact.kind, fact.value, fact.quote) for fact in found] == [
        ("decision", "yes", "Берём"),
        ("quantity", "", "5"),
        ("product", "", "насосов"),
        ("budget", "", "до 380 тысяч"),
    ]


@pytest.mark.parametrize(
    ("text", "quote", "whole"),
    [
        ("это ООО «Ромашка», да", " ООО «Ромашка", "ООО «Ромашка»"),
        ("зовут Ирина.", " Ирина.", "Ирина"),
        ("до 500 тыс. руб.", "до 500 тыс. руб.", "до 500 тыс. руб."),
        ("в Казань!", "Каз", "Казань"),
        ('завод "Вектор"', '"Вектор', '"Вектор"'),
    ],
)
def test_a_span_is_snapped_to_what_a_person_would_mark(text: str, quote: str, whole: str) -> None:
    start = text.index(quote)
    left, right = snap(text, start, start + len(quote))
    assert text[left:right].strip('"') == whole.strip('"')


def test_a_preposition_is_neither_a_fact_nor_its_end() -> None:
    text = "завтра в 15:00 в в офисе"
    spans = [(0, 6), (6, 8), (8, 14), (14, 16), (16, 18), (18, 24)]
    meeting = 1 + 2 * CLASSES.index(("meeting_at", ""))
    labels = [meeting, meeting + 1, meeting + 1, meeting + 1, meeting, 0]
    facts = facts_of(text, spans, sure(labels))
    assert [fact.quote for fact in facts] == ["завтра в 15:00"]


def test_a_token_inside_a_character_reaches_to_its_end() -> None:
    raw = "ё!".encode()
    assert character_spans("ё!", [raw[:1], raw[1:2], raw[2:]]) == [(0, 1), (0, 1), (1, 2)]


def test_special_tokens_are_distinct() -> None:
    assert len(set(SPECIAL_TOKENS)) == len(SPECIAL_TOKENS)

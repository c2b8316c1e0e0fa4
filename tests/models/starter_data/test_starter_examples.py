"""The starter's examples: quotes that stand in their turn, one seed one text, no intent starved."""

from __future__ import annotations

import itertools
import json
import time
from collections import Counter
from pathlib import Path

import pytest

from models.starter.example import Example
from models.starter.generate import examples, main
from models.starter.mix import INTENTS
from models.starter.templates import DOCUMENTS, KINDS

COUNT = 6000


@pytest.fixture(scope="module")
def made() -> list[Example]:
    return list(examples(11, COUNT))


def test_every_quote_stands_where_its_span_says(made: list[Example]) -> None:
    for example in made:
        text = example["turns"][-1]["text"]
        for fact in example["facts"]:
            start, end = fact["span"]
            assert fact["quote"]
            assert text[start:end] == fact["quote"]


def test_facts_do_not_overlap(made: list[Example]) -> None:
    for example in made:
        spans = [fact["span"] for fact in example["facts"]]
        assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))


def test_kinds_values_and_intents_are_the_contracts(made: list[Example]) -> None:
    for example in made:
        assert example["intents"]
        assert set(example["intents"]) <= set(INTENTS)
        assert len(set(example["intents"])) == len(example["intents"])
        for fact in example["facts"]:
            assert fact["kind"] in KINDS
            if fact["kind"] == "decision":
                assert fact["value"] in {"yes", "no", "postponed"}
            elif fact["kind"] == "document":
                assert fact["value"] in DOCUMENTS
            else:
                assert "value" not in fact


def test_a_thread_ends_with_the_client_and_is_short(made: list[Example]) -> None:
    for example in made:
        turns = example["turns"]
        assert 1 <= len(turns) <= 7
        assert turns[-1]["from"] == "client"
        assert all(turn["text"].strip() == turn["text"] != "" for turn in turns)


def test_no_template_mark_reaches_a_text(made: list[Example]) -> None:
    for example in made:
        for turn in example["turns"]:
            assert not {"{", "}", "<", "|"} & set(turn["text"])


def test_spam_leaves_no_facts(made: list[Example]) -> None:
    assert all(not e["facts"] for e in made if e["intents"][0] == "spam")


def test_no_intent_is_rarer_than_one_in_twenty_five(made: list[Example]) -> None:
    primary = Counter(example["intents"][0] for example in made)
    assert min(primary[intent] for intent in INTENTS) >= COUNT * 0.04


def test_every_kind_is_seen_and_both_languages(made: list[Example]) -> None:
    kinds = Counter(fact["kind"] for example in made for fact in example["facts"])
    assert min(kinds[kind] for kind in KINDS) >= COUNT * 0.02
    languages = Counter(example["lang"] for example in made)
    assert min(languages["ru"], languages["en"]) >= COUNT * 0.25


def test_turns_are_varied(made: list[Example]) -> None:
    texts = {example["turns"][-1]["text"].lower() for example in made}
    assert len(texts) > COUNT * 0.85


def test_the_same_seed_makes_the_same_examples() -> None:
    assert list(examples(3, 300)) == list(examples(3, 300))
    assert list(examples(3, 300)) != list(examples(4, 300))


def test_examples_come_fast_enough_to_train_on() -> None:
    list(examples(1, 50))
    began = time.process_time()
    list(examples(2, 2000))
    # Far under the usual rate of 10,000 a second, for machines that are busy.
    assert time.process_time() - began < 4.0


def test_the_command_writes_one_object_a_line(tmp_path: Path) -> None:
    out = tmp_path / "examples.jsonl"
    main(["--seed", "5", "--count", "40", "--out", str(out)])
    lines = out.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 40
    assert set(json.loads(lines[0])) == {"turns", "intents", "facts", "lang"}

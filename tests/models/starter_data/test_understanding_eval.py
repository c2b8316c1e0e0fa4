"""The evaluation sets keep the contract, and no training template knows their wording."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from models.starter.mix import CORPUS, INTENTS, corpus_lines
from models.starter.templates import DOCUMENTS, KINDS, Choice, Mark, Template, parse
from models.starter.threads import conversations

DATA = Path(__file__).parents[2] / "data" / "understanding"
SETS = ("eval", "threads_ru", "threads_en", "blind_ru", "blind_en")
ALL_KINDS = KINDS | {"phone", "email", "inn"}
WORD = re.compile(r"[^\W_]+")


@cache
def threads() -> tuple[dict[str, Any], ...]:
    return tuple(
        json.loads(line)
        for name in SETS
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    )


@cache
def plain(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.lower().replace("ё", "е")))


def normal(text: str) -> str:
    return " ".join(plain(text))


def fills(slot: str, words: tuple[str, ...]) -> bool:
    """Whether a slot of that name may say the words."""
    if slot in ("inn", "phone"):
        return all(word.isdigit() for word in words)
    return slot not in ("city", "person", "role") or len(words) <= 3


def reach(template: Template, words: tuple[str, ...], starts: frozenset[int]) -> frozenset[int]:
    """Where in `words` a template that begins at one of `starts` can end; a slot stands for any
    one to five words that may fill it."""
    for node in template:
        if isinstance(node, str):
            literal = plain(node)
            size = len(literal)
            starts = frozenset(at + size for at in starts if words[at : at + size] == literal)
        elif isinstance(node, Choice):
            starts = frozenset().union(*(reach(option, words, starts) for option in node.options))
        elif isinstance(node, Mark):
            starts = reach(node.inner, words, starts)
        else:
            starts = frozenset(
                at + size
                for at in starts
                for size in range(1, 6)
                if at + size <= len(words) and fills(node.name, words[at : at + size])
            )
        if not starts:
            break
    return starts


def literal_words(template: Template) -> int:
    """The fewest words of its own that a rendering of the template has."""
    total = 0
    for node in template:
        if isinstance(node, str):
            total += len(plain(node))
        elif isinstance(node, Choice):
            total += min(literal_words(option) for option in node.options)
        elif isinstance(node, Mark):
            total += literal_words(node.inner)
    return total


def needed_words(template: Template) -> frozenset[str]:
    """Words that every rendering of the template has."""
    needed: frozenset[str] = frozenset()
    for node in template:
        if isinstance(node, str):
            needed |= frozenset(plain(node))
        elif isinstance(node, Choice):
            needed |= frozenset.intersection(*map(needed_words, node.options))
        elif isinstance(node, Mark):
            needed |= needed_words(node.inner)
    return needed


def first_words(template: Template) -> set[str] | None:
    """The words a rendering can begin with; None: any word."""
    found: set[str] = set()
    for node in template:
        if isinstance(node, str):
            words = plain(node)
            if words:
                return found | {words[0]}
            continue
        if not isinstance(node, Choice | Mark):
            return None
        inner = node.options if isinstance(node, Choice) else (node.inner,)
        empty = False
        for option in inner:
            begun = first_words(option)
            if begun is None:
                return None
            empty |= not literal_words(option)
            found |= begun
        if not empty:
            return found
    return found


def every_template() -> Iterator[Template]:
    """Every template of the corpus, ours and the client's."""
    for path in sorted(CORPUS.glob("*/*.txt")):
        if path.parent.name != "entities":
            for raw in corpus_lines(path.parent.name, path.stem):
                for part in raw.rpartition(" :: ")[2].split(" >> "):
                    yield parse(part.removeprefix("u: ").removeprefix("c: "))
    for lang in ("ru", "en"):
        yield from (said.text for thread in conversations(lang) for said in thread)


Worded = tuple[frozenset[str], Template]


@cache
def templates() -> tuple[dict[str, list[Worded]], list[Worded]]:
    """Those that say something of their own with the words they need, by the word they begin
    with, and those that begin with a slot."""
    by_word: dict[str, list[Worded]] = {}
    others: list[Worded] = []
    for template in every_template():
        if literal_words(template) >= 2:
            words = first_words(template)
            worded = (needed_words(template), template)
            if words is None:
                others.append(worded)
            for word in words or ():
                by_word.setdefault(word, []).append(worded)
    return by_word, others


def known(text: str) -> bool:
    """Whether a template can say exactly the words of ``text``."""
    words = plain(text)
    by_word, others = templates()
    has, start = frozenset(words), frozenset({0})
    return any(
        needed <= has and len(words) in reach(one, words, start)
        for needed, one in (*by_word.get(words[0], ()), *others)
    )


def client_turns() -> Iterator[str]:
    for thread in threads():
        for message in thread["messages"]:
            if message["from"] == "client":
                yield message["text"]


def test_it_is_large_and_in_both_languages() -> None:
    assert len(threads()) >= 400
    assert sum(1 for _ in client_turns()) >= 2200
    assert {thread["lang"] for thread in threads()} == {"ru", "en"}


def test_every_client_turn_has_its_intents() -> None:
    for thread in threads():
        asked = [m["id"] for m in thread["messages"] if m["from"] == "client"]
        assert [turn["message"] for turn in thread["gold"]["turns"]] == asked
        for turn in thread["gold"]["turns"]:
            assert turn["intents"]
            assert set(turn["intents"]) <= set(INTENTS)


def test_every_intent_and_kind_is_asked_for() -> None:
    turns = [turn for thread in threads() for turn in thread["gold"]["turns"]]
    assert {turn["intents"][0] for turn in turns} == set(INTENTS)
    facts = [fact for thread in threads() for fact in thread["gold"]["facts"]]
    assert {fact["kind"] for fact in facts} == ALL_KINDS


def test_times_have_offsets_and_run_forward() -> None:
    for thread in threads():
        times = [datetime.fromisoformat(message["at"]) for message in thread["messages"]]
        assert all(time.tzinfo for time in times)
        assert times == sorted(times)


def test_facts_are_canonical_and_come_from_the_client() -> None:
    for thread in threads():
        messages = {message["id"]: message for message in thread["messages"]}
        for fact in thread["gold"]["facts"]:
            source = messages[fact["message"]]
            assert source["from"] == "client", thread["id"]
            kind, value = fact["kind"], fact["value"]
            if kind == "budget":
                assert re.fullmatch(r"\d+ [A-Z]{3}", value)
            elif kind == "deadline":
                date.fromisoformat(value)
            elif kind == "meeting_at":
                datetime.strptime(value, "%Y-%m-%dT%H:%M")
            elif kind == "document":
                assert value in DOCUMENTS
            elif kind == "decision":
                assert value in {"yes", "no", "postponed"}
            elif kind not in {"quantity", "phone", "email", "inn"}:
                assert value in source["text"], (thread["id"], fact)


def test_no_turn_of_more_than_three_words_is_in_the_corpus() -> None:
    long = [text for text in client_turns() if len(plain(text)) > 3]
    assert [text for text in long if known(text)] == []


def test_the_search_of_the_corpus_would_find_a_copy() -> None:
    assert known("Подскажите цену на кирпич")

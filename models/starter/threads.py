"""Whole conversations written by hand: what each client turn wants, and its facts marked in it.

    # a foreman asks for roofing, in few words
    c smalltalk :: Доброе утро
    u :: Доброе утро! Слушаю вас.
    c price_request,delivery :: почём [product|профнастил С8], <до Твери довезёте|в Тверь возите>?

A blank line ends a conversation. ``c``: the client, with intents, the primary one first; ``u``: us.
The text is a template (``templates.py``), ``\\n`` in it a line break.

    python -m models.starter.threads FILE…      checks files and counts what is in them
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.starter.corrupt import typed
from models.starter.entities import fill_en, fill_ru
from models.starter.example import MOST_BEFORE, Example, TurnRecord, facts_of
from models.starter.mix import CORPUS, INTENTS
from models.starter.templates import Bindings, Filler, Piece, Template, parse, render, text_of


@dataclass(frozen=True, slots=True)
class Said:
    """One message; ``intents`` is empty for ours."""

    intents: tuple[str, ...]
    text: Template


Thread = tuple[Said, ...]


def parse_threads(source: str, name: str = "") -> list[Thread]:
    """The conversations of a file. Raises ValueError, naming the line, where it is malformed."""
    threads: list[Thread] = []
    now: list[Said] = []
    for number, line in enumerate([*source.splitlines(), ""], 1):
        if not line.strip():
            if now:
                threads.append(tuple(now))
                now = []
            continue
        if line.startswith("#"):
            continue
        head, mark, text = line.partition(" :: ")
        who, _, tags = head.strip().partition(" ")
        intents = tuple(tag.strip() for tag in tags.split(",") if tag.strip())
        unknown = [tag for tag in intents if tag not in INTENTS]
        if not mark or who not in ("c", "u") or unknown or (who == "c") != bool(intents):
            raise ValueError(f"{name}:{number}: no turn of a conversation: {line!r}")
        try:
            now.append(Said(intents, parse(text.strip().replace("\\n", "\n"))))
        except ValueError as error:
            raise ValueError(f"{name}:{number}: {error}") from error
    return threads


@cache
def conversations(lang: str) -> tuple[Thread, ...]:
    """All of a language's conversations, by file name."""
    return tuple(
        thread
        for path in sorted((CORPUS / "threads" / lang).glob("*.txt"))
        for thread in parse_threads(path.read_text(encoding="utf-8"), path.name)
    )


SWAPPED = {
    "person": "person", "company": "company", "city": "city", "product": "p", "role": "role",
    "competitor": "competitor", "quantity": "qty", "budget": "budget", "deadline": "deadline",
}  # fmt: skip
"""Kinds of marked fact that another of their kind may stand for, and the slot that gives it."""


def swapped(
    rng: random.Random, pieces: list[Piece], fill: Filler, chance: float, bound: Bindings
) -> list[Piece]:
    """Some of the marked facts changed for others of their kind, whatever grammar says: what a
    fact is must be told by its place as well as by its words."""
    out: list[Piece] = []
    for piece in pieces:
        slot = SWAPPED.get(piece.kind or "")
        if slot and rng.random() < chance:
            out += fill(rng, slot, "", "", bound)
        else:
            out.append(piece)
    return out


def examples_of(
    rng: random.Random, thread: Thread, lang: str, *, rough: float, swap: float = 0.0
) -> Iterator[Example]:
    """An example for each client turn, typed anew: with chance ``rough`` as people type it, each
    fact with chance ``swap`` another of its kind."""
    fill = fill_ru if lang == "ru" else fill_en
    bound: Bindings = {}
    turns: list[TurnRecord] = []
    for said in thread:
        pieces = render(said.text, rng, fill, bound)
        if said.intents and swap:
            pieces = swapped(rng, pieces, fill, swap, bound)
        if said.intents and rng.random() < rough:
            pieces = typed(rng, pieces, lang)
        whole = text_of(pieces)
        text = whole.strip()
        turns.append({"from": "client" if said.intents else "us", "text": text})
        if said.intents and text:
            yield {
                "turns": turns[-MOST_BEFORE - 1 :], "intents": list(said.intents),
                "facts": facts_of(pieces, text), "lang": lang,
            }  # fmt: skip


def main() -> None:
    """Check files and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    turns: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    count = 0
    for path in parser.parse_args().files:
        try:
            threads = parse_threads(path.read_text(encoding="utf-8"), path.name)
        except ValueError as error:
            sys.exit(str(error))
        count += len(threads)
        for thread in threads:
            lang = path.parent.name if path.parent.name in ("ru", "en") else "ru"
            for example in examples_of(random.Random(1), thread, lang, rough=0):
                turns[example["intents"][0]] += 1
                kinds.update(fact["kind"] for fact in example["facts"])
    print(count, "conversations,", turns.total(), "client turns")
    print("intents:", dict(turns.most_common()))
    print("facts:", dict(kinds.most_common()))


if __name__ == "__main__":
    main()

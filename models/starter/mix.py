"""Composes turns from the corpus: joins intents, adds who and where, puts a history before them."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from models.starter.amounts import pick
from models.starter.corrupt import typed
from models.starter.entities import fill_en, fill_ru
from models.starter.templates import Bindings, Filler, Piece, Template, parse, render, text_of

CORPUS = Path(__file__).with_name("corpus")
INTENTS = (
    "price_request", "product_question", "order", "meeting", "documents", "payment", "delivery",
    "support", "complaint", "objection", "refusal", "partnership", "job", "spam", "smalltalk",
)  # fmt: skip
# Which second intent is heard beside a first one.
BESIDE: dict[str, tuple[str, ...]] = {
    "price_request": ("delivery", "product_question", "meeting", "payment", "delivery"),
    "product_question": ("price_request", "delivery", "documents", "price_request"),
    "order": ("payment", "delivery", "documents", "meeting", "delivery"),
    "meeting": ("documents", "price_request", "product_question"),
    "documents": ("payment", "delivery", "meeting"),
    "payment": ("documents", "delivery"),
    "delivery": ("payment", "product_question", "price_request", "documents"),
    "support": ("documents", "meeting", "delivery"),
    "complaint": ("delivery", "support", "payment", "documents"),
    "objection": ("price_request", "delivery", "meeting", "product_question"),
    "partnership": ("price_request", "meeting", "documents"),
}
# These route whatever else is asked beside them; among the others the first mentioned does.
STRONG = frozenset({"order", "complaint", "objection", "refusal", "partnership"})
# Which sentences of plain fact go with an intent.
EXTRAS: dict[str, tuple[str, ...]] = {
    "price_request": ("city", "budget", "deadline", "quantity", "person", "company", "role",
                      "contact", "signature", "none", "budget", "deadline", "city"),
    "product_question": ("city", "budget", "deadline", "quantity", "person", "company", "none",
                         "signature", "role", "contact"),
    "order": ("city", "deadline", "person", "company", "contact", "signature", "budget", "none"),
    "meeting": ("city", "person", "company", "contact", "role", "signature", "none"),
    "documents": ("company", "person", "contact", "role", "signature", "deadline", "none",
    "company"),
    "payment": ("company", "contact", "signature", "none", "person", "deadline"),
    "delivery": ("city", "deadline", "contact", "person", "quantity", "signature", "none"),
    "support": ("city", "person", "contact", "company", "product", "none", "signature"),
    "complaint": ("person", "company", "contact", "signature", "none", "city"),
    "objection": ("budget", "competitor", "deadline", "none", "quantity", "budget", "competitor"),
    "refusal": ("signature", "none"),
    "partnership": ("city", "person", "company", "role", "contact", "signature"),
    "job": ("city", "person", "contact"),
}  # fmt: skip
HISTORY: tuple[str, ...] = (
    "price_request", "product_question", "price_request", "delivery", "documents", "payment",
    "order", "meeting", "smalltalk", "objection", "support",
)  # fmt: skip


# How often a turn comes from the fact-laden templates of `rich.txt`.
RICH = {"objection": 0.35, "order": 0.2, "price_request": 0.2, "refusal": 0.1, "smalltalk": 0.06}


@dataclass(frozen=True, slots=True)
class Line:
    """One template of the corpus: its intents, the turns before it, the client's turn."""

    intents: tuple[str, ...]
    before: tuple[tuple[str, Template], ...]
    turn: Template


@dataclass(slots=True)
class Book:
    """A language's corpus, parsed."""

    lang: str
    fill: Filler
    alone: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    rich: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    ours: dict[str, list[Template]] = field(default_factory=lambda: defaultdict(list))
    extra: dict[str, list[Template]] = field(default_factory=lambda: defaultdict(list))
    frame: dict[str, list[Template]] = field(default_factory=lambda: defaultdict(list))

    def render(
        self, rng: random.Random, template: Template, bound: Bindings | None = None
    ) -> list[Piece]:
        """Render one template of this language."""
        return render(template, rng, self.fill, {} if bound is None else bound)


@dataclass(slots=True)
class Turn:
    """A composed client turn: its pieces, its intents, what stood before it (sender, text)."""

    pieces: list[Piece]
    intents: list[str]
    before: list[tuple[str, str]]


def corpus_lines(lang: str, name: str) -> list[str]:
    """The templates of a corpus file as written, a `\\n` in them made a line break."""
    source = (CORPUS / lang / f"{name}.txt").read_text(encoding="utf-8")
    return [line.replace("\\n", "\n") for line in source.splitlines() if line.strip()]


@cache
def book(lang: str) -> Book:
    """Read and parse a language's corpus. Raises ValueError where a template is malformed."""
    made = Book(lang, fill_ru if lang == "ru" else fill_en)
    for intent in INTENTS:
        for raw in corpus_lines(lang, intent):
            tags, text = _tagged(raw)
            extra = tuple(tag for tag in tags.removeprefix("+").split(",") if tag)
            made.alone[intent].append(Line((intent, *extra), (), parse(text)))
    for raw in corpus_lines(lang, "context"):
        tags, text = _tagged(raw)
        *before, last = [part.strip() for part in text.split(" >> ")]
        turns = tuple(
            ("us" if part.startswith("u: ") else "client", parse(part[3:])) for part in before
        )
        intents = tuple(tags.split(","))
        made.asked[intents[0]].append(Line(intents, turns, parse(last)))
    for raw in corpus_lines(lang, "rich"):
        tags, text = _tagged(raw)
        intents = tuple(tags.split(","))
        made.rich[intents[0]].append(Line(intents, (), parse(text)))
    groups: tuple[tuple[str, dict[str, list[Template]]], ...] = (
        ("ours", made.ours), ("extra", made.extra), ("frame", made.frame))  # fmt: skip
    for name, group in groups:
        for raw in corpus_lines(lang, name):
            tag, text = _tagged(raw)
            group[tag].append(parse(text if name == "frame" else text.strip()))
    return made


def _tagged(raw: str) -> tuple[str, str]:
    tag, mark, text = raw.partition(" :: ")
    return (tag, text) if mark else ("", raw)


def _kinds(pieces: list[Piece]) -> set[str]:
    return {piece.kind for piece in pieces if piece.kind}


# A second fact of these kinds in one turn would leave open which of them stands.
_ONCE = frozenset({"budget", "deadline", "quantity", "meeting_at", "decision", "city", "company",
                   "person", "competitor", "product"})  # fmt: skip


def _ended(pieces: list[Piece]) -> bool:
    return text_of(pieces).rstrip()[-1:] in "?!.…)"


def _add(rng: random.Random, pieces: list[Piece], more: list[Piece], made: Book) -> list[Piece]:
    joint = made.frame["joint"]
    link = text_of(made.render(rng, pick(rng, joint)))
    if _ended(pieces) and link.lstrip()[:1] in (".", ","):
        link = link.lstrip(".,")
    return [*pieces, Piece(link), *more]


def framed(
    rng: random.Random, pieces: list[Piece], made: Book, *, warm: float = 1.0
) -> list[Piece]:
    """Put a greeting before, a filler in, a closing after, each now and then."""
    if rng.random() < 0.12 * warm:
        pieces = [
            *made.render(rng, pick(rng, made.frame["filler"])),
            Piece(pick(rng, (" ", ", "))),
            *pieces,
        ]
    if rng.random() < 0.24 * warm:
        link = pick(rng, ("! ", ", ", ". ", " ", "\n", "! "))
        pieces = [*made.render(rng, pick(rng, made.frame["open"])), Piece(link), *pieces]
    if rng.random() < 0.14 * warm:
        link = pick(rng, (". ", ", ", " ", "\n")) if not _ended(pieces) else " "
        pieces = [*pieces, Piece(link), *made.render(rng, pick(rng, made.frame["close"]))]
    return pieces


def _with_extras(rng: random.Random, pieces: list[Piece], intent: str, made: Book) -> list[Piece]:
    groups = EXTRAS.get(intent)
    if not groups:
        return pieces
    for _ in range(pick(rng, (1, 1, 1, 2, 2, 3))):
        group = pick(rng, groups)
        more = made.render(rng, pick(rng, made.extra[group]))
        if _kinds(more) & _kinds(pieces) & _ONCE:
            continue
        if group == "signature":
            return [*pieces, Piece(pick(rng, ("\n", "\n\n", ". ", " "))), *more]
        link = pick(rng, (". ", ", ", ". ", " ", "\n"))
        if rng.random() < 0.3:
            pieces = [*more, Piece(link), *pieces]
        else:
            pieces = [*pieces, Piece(link if not _ended(pieces) else " "), *more]
    return pieces


def _join(rng: random.Random, turn: Turn, made: Book) -> None:
    """Say a second thing in the same turn; the intents follow the rule of STRONG."""
    first = turn.intents[0]
    options = BESIDE.get(first)
    if not options:
        return
    line = pick(rng, made.alone[pick(rng, options)])
    more = made.render(rng, line.turn)
    if _kinds(more) & _kinds(turn.pieces) & _ONCE or len(text_of(turn.pieces)) > 140:
        return
    swapped = rng.random() < 0.4 and not turn.before
    turn.pieces = (
        _add(rng, more, turn.pieces, made) if swapped else _add(rng, turn.pieces, more, made)
    )
    second = list(line.intents)
    order = (
        [*second, *turn.intents] if swapped and first not in STRONG else [*turn.intents, *second]
    )
    turn.intents = list(dict.fromkeys(order))


def history(rng: random.Random, made: Book, intent: str, length: int) -> list[tuple[str, str]]:
    """Some earlier turns of a thread, ours last; what they say is no fact of the last turn."""
    out: list[tuple[str, str]] = []
    while len(out) < length:
        topic = (
            intent
            if rng.random() < 0.3 and intent not in ("spam", "refusal")
            else pick(rng, HISTORY)
        )
        line = pick(rng, made.alone[topic])
        out.append(("client", text_of(typed(rng, made.render(rng, line.turn), made.lang))))
        if rng.random() < 0.8:
            out.append(("us", text_of(made.render(rng, pick(rng, made.ours[topic])))))
    return out[-length:]


def compose(rng: random.Random, lang: str, intent: str, *, asked: float) -> Turn:
    """One client turn whose primary intent is mostly `intent`, with what stood before it."""
    made = book(lang)
    lines = made.asked.get(intent)
    if lines and rng.random() < asked:
        line = pick(rng, lines)
        bound: Bindings = {}
        before = [
            (who, text_of(made.render(rng, template, bound))) for who, template in line.before
        ]
        turn = Turn(made.render(rng, line.turn, bound), list(line.intents), before)
        if rng.random() < 0.35:
            turn.before = [*history(rng, made, intent, rng.randint(1, 4)), *turn.before]
        roll = rng.random()
        if roll < 0.08 and intent in ("order", "meeting", "documents", "payment", "delivery"):
            _join(rng, turn, made)
        elif roll < 0.16 and intent != "smalltalk":
            turn.pieces = _with_extras(rng, turn.pieces, intent, made)
        turn.pieces = framed(rng, turn.pieces, made, warm=0.35)
        return turn
    rich = bool(made.rich[intent]) and rng.random() < RICH.get(intent, 0.12)
    line = pick(rng, (made.rich if rich else made.alone)[intent])
    turn = Turn(made.render(rng, line.turn), list(line.intents), [])
    if rng.random() < 0.2 and len(line.intents) == 1 and not rich:
        _join(rng, turn, made)
    if rng.random() < (0.08 if rich else 0.27):
        turn.pieces = _with_extras(rng, turn.pieces, turn.intents[0], made)
    turn.pieces = framed(rng, turn.pieces, made, warm=0.4 if intent == "smalltalk" else 1.0)
    if rng.random() < 0.5:
        turn.before = history(rng, made, intent, rng.randint(1, 6))
    return turn

"""The small template language the corpus is written in: alternatives, slots and marked facts.

`<a|b|>` picks one of the alternatives, `{slot:case#n}` is filled by an entity (the same one
wherever `#n` repeats), `{~slot}` is filled but is no fact, `[kind|text]` marks a fact.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

DECISIONS = {"yes": "yes", "no": "no", "later": "postponed"}
DOCUMENTS = frozenset(
    {
        "quote",
        "contract",
        "invoice",
        "act",
        "nda",
        "certificate",
        "requisites",
        "datasheet",
        "waybill",
    }
)
KINDS = frozenset(
    {
        "person",
        "role",
        "company",
        "city",
        "product",
        "quantity",
        "budget",
        "deadline",
        "meeting_at",
        "decision",
        "competitor",
        "document",
    }
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of rendered text; `kind` is None where it is no fact."""

    text: str
    kind: str | None = None
    value: str | None = None


Bindings = dict[tuple[str, str], object]
# (rng, slot name, case, tag of the binding, bindings) -> pieces
Filler = Callable[[random.Random, str, str, str, Bindings], list[Piece]]


@dataclass(frozen=True, slots=True)
class Slot:
    """`{name:case#tag}`; `marked` is false for `{~name}`."""

    name: str
    case: str
    tag: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """`<a|b>`."""

    options: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """`[kind|…]`."""

    kind: str
    value: str | None
    inner: Template


Template = tuple["str | Slot | Choice | Mark", ...]


def parse(source: str) -> Template:
    """Parse one template. Raises ValueError, naming the line, where brackets do not match."""
    nodes, end = _sequence(source, 0, "")
    if end != len(source):
        raise ValueError(f"unexpected {source[end]!r} at {end} in {source!r}")
    return nodes


def _sequence(source: str, at: int, stops: str) -> tuple[Template, int]:
    nodes: list[str | Slot | Choice | Mark] = []
    plain: list[str] = []

    def flush() -> None:
        if plain:
            nodes.append("".join(plain))
            plain.clear()

    while at < len(source):
        char = source[at]
        if char in stops:
            break
        if char == "{":
            flush()
            end = source.index("}", at)
            nodes.append(_slot(source[at + 1 : end]))
            at = end + 1
        elif char == "<":
            flush()
            options: list[Template] = []
            while char != ">":
                option, at = _sequence(source, at + 1, "|>")
                if at >= len(source):
                    raise ValueError(f"unclosed < in {source!r}")
                options.append(option)
                char = source[at]
            nodes.append(Choice(tuple(options)))
            at += 1
        elif char == "[":
            flush()
            bar = source.index("|", at)
            kind, value = _label(source[at + 1 : bar], source)
            inner, at = _sequence(source, bar + 1, "]")
            if at >= len(source):
                raise ValueError(f"unclosed [ in {source!r}")
            nodes.append(Mark(kind, value, inner))
            at += 1
        elif char in ">]}":
            raise ValueError(f"stray {char!r} at {at} in {source!r}")
        else:
            plain.append(char)
            at += 1
    flush()
    return tuple(nodes), at


def _slot(body: str) -> Slot:
    marked = not body.startswith("~")
    body, _, tag = body.removeprefix("~").partition("#")
    name, _, case = body.partition(":")
    if ":" in tag:
        tag, _, case = tag.partition(":")
    return Slot(name, case, tag, marked)


def _label(label: str, source: str) -> tuple[str, str | None]:
    if label in DECISIONS:
        return "decision", DECISIONS[label]
    if label in DOCUMENTS:
        return "document", label
    if label in KINDS:
        return label, None
    raise ValueError(f"no fact kind {label!r} in {source!r}")


def render(template: Template, rng: random.Random, fill: Filler, bound: Bindings) -> list[Piece]:
    """Render a template into pieces; the pieces' texts joined are the text."""
    out: list[Piece] = []
    for node in template:
        if isinstance(node, str):
            out.append(Piece(node))
        elif isinstance(node, Slot):
            pieces = fill(rng, node.name, node.case, node.tag, bound)
            out.extend(pieces if node.marked else [Piece(p.text) for p in pieces])
        elif isinstance(node, Choice):
            options = node.options
            out.extend(render(options[int(rng.random() * len(options))], rng, fill, bound))
        else:
            inner = "".join(p.text for p in render(node.inner, rng, fill, bound))
            out.append(Piece(inner, node.kind, node.value))
    return out


def text_of(pieces: list[Piece]) -> str:
    """The plain text of rendered pieces."""
    return "".join(piece.text for piece in pieces)

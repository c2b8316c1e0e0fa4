"""What is typed in the search: words, "phrases" and filters. Pure; nothing typed is an error."""

import re
from typing import Final, Literal, NamedTuple

from core.search.values import VALUES, Value

FilterName = Literal[
    "from", "queue", "has", "channel", "intent", "budget", "deadline", "after", "before", "is"
]
NAMES: Final[dict[str, FilterName]] = {
    "from": "from", "от": "from",
    "queue": "queue", "очередь": "queue",
    "has": "has", "есть": "has",
    "channel": "channel", "канал": "channel",
    "intent": "intent", "тема": "intent", "хочет": "intent",
    "budget": "budget", "бюджет": "budget",
    "deadline": "deadline", "срок": "deadline",
    "after": "after", "после": "after",
    "before": "before", "до": "before",
    "is": "is", "только": "is", "это": "is",
}  # fmt: skip
"""How filters are called in English and Russian; the first of each language is the one shown."""
_COMPARED: Final = frozenset({"budget", "deadline"})
_PART = re.compile(
    r"""(?P<name>[^\W\d_]+)(?P<op>:|<=|>=|<|>|=)(?:"(?P<q>[^"]*)(?P<qe>"?)|«(?P<r>[^»]*)(?P<re>»?)|(?P<v>[^\s"«]\S*)|(?P<none>(?=\s|$)))"""
    r"""|"(?P<p>[^"]*)(?:"|$)|«(?P<g>[^»]*)(?:»|$)|(?P<w>\S+)"""
)
_BARE = re.compile(r'[^\s"«]\S*')
"""A value that needs no quotes."""
_GREATER: Final = {":": "=", "=": "="}


class Part(NamedTuple):
    """A piece of what was typed. ``kind`` is ``word``, ``phrase``, ``filter`` or ``begun`` (a
    filter whose value is still being typed: nothing is looked for by it). ``text`` is the word,
    the words of the phrase, or a filter's value as typed; ``op`` one of ``= < > <= >=``."""

    kind: Literal["word", "phrase", "filter", "begun"]
    text: str
    name: str = ""
    op: str = ""
    typed: str = ""
    """A filter's name as typed, with its sign."""


class Query(NamedTuple):
    """The parts in their order. ``open``: the last word or value may go on, so it is a
    beginning."""

    parts: tuple[Part, ...] = ()
    open: bool = False

    @property
    def words(self) -> tuple[Part, ...]:
        """Words and phrases."""
        return tuple(part for part in self.parts if part.kind in ("word", "phrase"))

    @property
    def filters(self) -> tuple[Part, ...]:
        """Filters that are whole."""
        return tuple(part for part in self.parts if part.kind == "filter")

    @property
    def typing(self) -> Part | None:
        """The filter that is being typed, whether its value means something already or not."""
        last = self.parts[-1] if self.parts else None
        going_on = last is not None and (last.kind == "begun" or (self.open and last.name != ""))
        return last if going_on else None

    @property
    def begun(self) -> Part | None:
        """The filter that is being typed."""
        last = self.parts[-1] if self.parts else None
        return last if last is not None and last.kind == "begun" else None

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.words and not self.filters

    def __str__(self) -> str:
        """As it could have been typed: parsed again it is the same query."""
        typed = " ".join(map(_typed, self.parts))
        return typed if self.open or not self.parts or self.begun else typed + " "


def value(part: Part) -> Value | None:
    """What the value of a filter means; None where it means nothing."""
    return VALUES[part.name](part.text)


def parse(typed: str) -> Query:
    """The query; what is no filter, or no sense as one, is words."""
    parts: list[Part] = []
    end, quoted = 0, False
    # half a surrogate, as a broken paste may bring it, can be looked for nowhere
    typed = typed.encode("utf-8", "replace").decode()
    for found in _PART.finditer(typed):
        end, quoted = found.end(), found["q"] is not None or found["r"] is not None
        part = _part(found, last=end == len(typed))
        if part is not None:
            parts.append(part)
    last = parts[-1] if parts else None
    goes_on = last is not None and (last.kind == "word" or (last.kind == "filter" and not quoted))
    return Query(tuple(parts), goes_on and end == len(typed))


def _part(found: re.Match[str], *, last: bool) -> Part | None:
    for group in ("p", "g"):
        if (phrase := found[group]) is not None:
            words = " ".join(phrase.split())
            return Part("phrase", words) if words else None
    if found["w"] is not None:
        return Part("word", found["w"])
    name, op = NAMES.get(found["name"].casefold(), ""), found["op"]
    quoted = next((found[g] for g in ("q", "r") if found[g] is not None), None)
    text = " ".join((quoted if quoted is not None else found["v"] or "").split())
    if name and (op == ":" or name in _COMPARED):
        if text and VALUES[name](text) is not None and not (last and _unclosed(found)):
            return Part("filter", text, name, _GREATER.get(op, op), found["name"] + op)
        if last:
            return Part("begun", text, name, _GREATER.get(op, op), found["name"] + op)
    if quoted is None:
        return Part("word", found[0])
    return Part("word", found["name"] + op) if not text else Part("word", _joined(found, text))


def _unclosed(found: re.Match[str]) -> bool:
    return (found["q"] is not None and not found["qe"]) or (
        found["r"] is not None and not found["re"]
    )


def _joined(found: re.Match[str], text: str) -> str:
    """A name that is none with a value in quotes: one word, for the store makes tokens of it."""
    return (found["name"] + found["op"] + text).replace(" ", "_").replace('"', "").replace("«", "")


def _typed(part: Part) -> str:
    if part.kind == "word":
        return part.text
    if part.kind == "phrase":
        return _quoted(part.text)
    plain = _BARE.fullmatch(part.text) is not None
    if part.kind == "begun":
        # what means something already is still being typed for its quote alone
        bare = not part.text or (plain and VALUES[part.name](part.text) is None)
        return part.typed + ("" if bare else "«" if '"' in part.text else '"') + part.text
    return part.typed + (part.text if plain else _quoted(part.text))


def _quoted(text: str) -> str:
    return f"«{text}»" if '"' in text else f'"{text}"'


def with_filter(query: Query, typed: str, text: str) -> str:
    """What stands in the line after a filter was chosen: in place of the one being typed, or of
    the word it was the beginning of."""
    parts = list(query.parts)
    if query.begun is not None or query.open:
        parts.pop()
    made = typed + (text if not text or _BARE.fullmatch(text) else _quoted(text))
    return " ".join([*map(_typed, parts), made]) + (" " if text else "")


def without(query: Query, part: Part) -> str:
    """What stands in the line after a part was taken away."""
    return " ".join(_typed(p) for p in query.parts if p is not part)

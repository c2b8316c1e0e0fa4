"""Quick replies: own texts with gaps that the thread's facts fill. Pure.

A gap that no standing fact fills stays in the text as a mark, ``[количество]``: nothing is made up,
and a text with a mark in it is not ready to go.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from core.domain.deal_view import SURE
from core.domain.reading import Fact
from core.domain.views import FactRow, ThreadRow
from desktop.shell import formats
from desktop.shell.fuzzy import score
from desktop.shell.i18n import I18n

GAPS: Final[Mapping[str, tuple[str, str]]] = {
    "name": ("имя", "name"),
    "company": ("компания", "company"),
    "product": ("товар", "product"),
    "quantity": ("количество", "quantity"),
    "budget": ("бюджет", "budget"),
    "deadline": ("срок", "deadline"),
    "meeting": ("встреча", "meeting"),
    "city": ("город", "city"),
    "me": ("моё имя", "my name"),
}
"""What may stand in braces, and how its mark reads in Russian and in English."""
_KINDS: Final = {
    "name": "person", "company": "company", "product": "product", "quantity": "quantity",
    "budget": "budget", "deadline": "deadline", "meeting": "meeting_at", "city": "city",
}  # fmt: skip
_BRACES: Final = re.compile(r"\{([^{}\n]{1,20})\}")
_MARK: Final = re.compile(
    r"\[(?:" + "|".join(re.escape(word) for words in GAPS.values() for word in words) + r")\]"
)
_BY_WORD: Final = {w: name for name, words in GAPS.items() for w in (name, *words)} | {
    "мое имя": "me",
    "я": "me",
}
_SLASH: Final = re.compile(r"/([\w-]{0,24})")
LONGEST: Final = 4000
"""Characters of one reply."""


class QuickReply(msgspec.Struct, frozen=True, kw_only=True):
    """A text of one's own, found by ``name`` or by the short ``word``."""

    name: str
    text: str
    word: str = ""


class Filled(NamedTuple):
    """A text as it would stand in the draft; ``missing`` are the gaps that stayed, in order."""

    text: str
    missing: tuple[str, ...]


def values(
    i18n: I18n, row: ThreadRow | None, facts: Sequence[FactRow], me: str, now: int
) -> dict[str, str]:
    """What fills the gaps, as the operator's language writes it: of the facts that stand, are sure
    and are not contradicted, and that are the only ones of their kind."""
    found: dict[str, str] = {}
    for name, kind in _KINDS.items():
        sure = [f for f in facts if f.fact.kind == kind and _sure(f)]
        if len({f.fact.value for f in sure}) == 1:
            found[name] = say(i18n, sure[-1].fact, now)
    if "name" not in found and row is not None and _a_name(row.name):
        found["name"] = row.name
    if me.strip():
        found["me"] = me.strip()
    return found


def say(i18n: I18n, fact: Fact, now: int) -> str:
    """A value within a sentence: plain spaces, a product as the thread has it."""
    text = fact.value if fact.kind == "product" else formats.fact_value(i18n, fact, now)
    return text.replace(formats.NBSP, " ")


def _sure(row: FactRow) -> bool:
    fact = row.fact
    if fact.status != "standing":
        return False
    return bool(fact.review) or (fact.confidence >= SURE and not row.conflicts)


def _a_name(text: str) -> bool:
    """Whether what a messenger calls a client can be said to them: letters, and a capital."""
    plain = text.replace("-", "").replace("'", "").replace(" ", "").replace(".", "")
    return plain.isalpha() and text[:1].isupper() and len(text) <= 60


def fill(text: str, known: Mapping[str, str], lang: str) -> Filled:
    """``text`` with its gaps filled. Braces around anything else are text."""
    missing: list[str] = []

    def value(match: re.Match[str]) -> str:
        name = _BY_WORD.get(match[1].strip().casefold())
        if name is None:
            return match[0]
        if name in known:
            return known[name]
        missing.append(name)
        return mark(name, lang)

    return Filled(_BRACES.sub(value, text), tuple(missing))


def mark(name: str, lang: str) -> str:
    """How a gap stands in a draft."""
    return f"[{GAPS[name][lang != 'ru']}]"


def marks(text: str) -> Iterator[tuple[int, int]]:
    """Where gaps stand in a draft, as [start, end)."""
    return (match.span() for match in _MARK.finditer(text))


def next_mark(text: str, start: int, end: int, *, back: bool = False) -> tuple[int, int] | None:
    """The gap that comes after (before) the selection [start, end), from the other end where there
    is none; None where all are filled."""
    every = list(marks(text))
    if not every:
        return None
    if back:
        return next((m for m in reversed(every) if m[1] <= start), every[-1])
    after = (m for m in every if m[0] >= end and m != (start, end))
    return next(after, every[0])


def slash(text: str, at: int) -> tuple[int, str] | None:
    """The short word that is being typed at ``at``, after a slash that begins its line: where the
    slash stands, and what follows it. None where there is no such."""
    start = text.rfind("\n", 0, at) + 1
    match = _SLASH.fullmatch(text, start, at)
    return (start, match[1]) if match else None


def found(typed: str, replies: Sequence[QuickReply]) -> list[QuickReply]:
    """Those that fit what was typed, in either layout, the best first: by the word, by the name.
    All of them, in their order, for nothing typed."""
    if not typed.strip():
        return list(replies)
    fits = []
    for i, reply in enumerate(replies):
        ways = [
            way + extra
            for words, extra in ((reply.word, 6.0), (reply.name, 0.0))
            if words and (way := score(typed, words)) is not None
        ]
        if ways:
            fits.append((-max(ways), i, reply))
    return [reply for _, _, reply in sorted(fits, key=lambda fit: fit[:2])]


def load(kept: str) -> list[QuickReply]:
    """Replies as they are kept or were exported. Raises ValueError where it is no list of them."""
    try:
        rows = msgspec.json.decode(kept.encode(), type=list[QuickReply])
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise ValueError(str(error)) from error
    return [tidy(row) for row in rows if row.name.strip() and row.text.strip()]


def dump(replies: Sequence[QuickReply]) -> str:
    """To keep or to export."""
    return msgspec.json.format(msgspec.json.encode(list(replies)), indent=1).decode()


def tidy(reply: QuickReply) -> QuickReply:
    """As it is kept: a word of one piece, without the slash."""
    word = re.sub(r"[^\w-]", "", reply.word)[:24].casefold()
    return QuickReply(
        name=" ".join(reply.name.split())[:60], text=reply.text.strip()[:LONGEST], word=word
    )


def merged(here: Sequence[QuickReply], came: Sequence[QuickReply]) -> list[QuickReply]:
    """Imported ones beside those that are here: one of the same name takes its place."""
    by = {reply.name.casefold(): reply for reply in here}
    for reply in came:
        by[reply.name.casefold()] = reply
    return list(by.values())

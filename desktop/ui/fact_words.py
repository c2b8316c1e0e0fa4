"""What a card says of a fact: where it stands, what it was before and since when. Pure."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import structs

from core.domain.reading import Fact
from core.domain.views import FactRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.words import channel_name, isolated, person

_WHOLE = 20
"""Characters of a part that stays in one piece."""


def source_line(shell: Shell, row: FactRow) -> str:
    """Where it stands: in a group who says so, document and page or messenger, and when."""
    parts = [isolated(person(row.author))] if row.author else []
    parts.append(row.document or channel_name(row.channel))
    if row.fact.page is not None:
        parts.append(shell.tr("page-n", n=row.fact.page))
    if row.second is not None:
        parts.append(shell.tr("voice-second", time=formats.seconds(row.second)))
    if row.reaction:
        parts.append(shell.tr("source-reaction"))
    parts.append(formats.moment(shell.i18n, said_at(row), shell.now()))
    return joined(parts)


def joined(parts: Sequence[str]) -> str:
    """Parts that a line breaks between, not within; a name of a file may be long: it breaks."""
    kept = [part.replace(" ", formats.NBSP) if len(part) < _WHOLE else part for part in parts]
    return " · ".join(part for part in kept if part)


def said_at(row: FactRow) -> int:
    """When the client said so, ms: a reaction comes later than the message it is on."""
    return row.fact.at if row.reaction else row.message_at


def value_words(shell: Shell, fact: Fact) -> str:
    """The value as people write it."""
    return formats.fact_value(shell.i18n, fact, shell.now())


def changes(row: FactRow) -> list[tuple[FactRow, FactRow]]:
    """(what stood, what replaced it), the newest change first. A value that the operator corrected
    stood in place of what had been read."""
    stood = [one for said in (row, *row.history) for one in (said, said.read) if one is not None]
    return [(old, new) for new, old in pairwise(stood)]


def who_words(shell: Shell, row: FactRow) -> str:
    """Whose word a value is: the operator's, somebody's in a group, the client's."""
    if row.corrected_at:
        return shell.tr("history-by-you")
    return isolated(person(row.author)) if row.author else shell.tr("history-by-client")


def changed_at(row: FactRow) -> int:
    """When that value came to stand, ms."""
    return row.corrected_at or said_at(row)


def change_words(shell: Shell, old: FactRow, new: FactRow) -> str:
    """``500 → 800 шт``: the unit once, where it is the same."""
    fact = old.fact
    if fact.unit == new.fact.unit:
        fact = structs.replace(fact, unit="")
    return f"{value_words(shell, fact)} → {value_words(shell, new.fact)}"


def when_words(shell: Shell, ms: int) -> str:
    """``14:02`` today, ``вт 14:02`` within a week, then the day."""
    day = formats.stamp(shell.i18n, ms, shell.now())
    clock = formats.clock(ms)
    return clock if day == clock else f"{day} {clock}"

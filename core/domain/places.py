"""Where a message stands among those of its chat, as its name says it. Pure.

Telegram's messages are numbered as they come: those of people and basic groups within the account,
those of a supergroup within it (https://core.telegram.org/api/updates), so that a supergroup's
message is known by both, ``<chat>/<number>``. Other messengers' names tell no order.
"""

import re
from typing import Final

_NAME: Final = re.compile(r"(?:(-\d{1,19})/)?(\d{1,19})", re.ASCII)

Place = tuple[str, int]
"""The chat whose numbers these are ('' : the account's), and the number."""


def place_of(external_id: str) -> Place | None:
    """The place of a message; None where its name tells none."""
    if len(external_id) < 20 and external_id.isascii() and external_id.isdigit():
        return "", int(external_id)  # most of them
    found = _NAME.fullmatch(external_id)
    return (found[1] or "", int(found[2])) if found else None


def named(chat: str, number: int) -> str:
    """The name of a message: of a supergroup's with its ``chat``, '' for all others."""
    return f"{chat}/{number}" if chat else str(number)


def reaches(mark: str, external_id: str) -> bool | None:
    """Whether what is read up to ``mark`` takes in that message; None where the names do not
    tell. A supergroup goes on from a basic group: it comes after everything of that."""
    upper, one = place_of(mark), place_of(external_id)
    if upper is None or one is None:
        return None
    if upper[0] != one[0]:
        return not one[0]
    return one[1] <= upper[1]

"""How words of a message look: Telegram's message entities, as far as they are drawn here."""

from typing import Literal

import msgspec

Style = Literal[
    "bold", "italic", "underline", "strike", "spoiler", "code", "pre", "quote", "link", "mention"
]


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """Characters [start, end) of a text look so. ``url``: where a link leads; of a mention the id
    of who is meant; of ``pre`` the language."""

    style: Style
    start: int
    end: int
    url: str = ""

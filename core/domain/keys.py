"""Buttons that a bot puts under its message. Pure.

https://core.telegram.org/api/bots/buttons
"""

from typing import Literal

import msgspec

Does = Literal["url", "callback", "copy", "text", "phone", "place", "none"]


class Key(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One button. ``url`` leads to ``url``, ``callback`` hands ``data`` to the bot, ``copy`` puts
    ``url`` into the clipboard, ``text`` sends the title, ``phone`` and ``place`` ask for ours;
    ``none`` is what this version cannot do."""

    title: str
    does: Does
    url: str = ""
    data: bytes = b""


class Keys(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of them, row by row. ``under``: they stand under the message, else they are what the bot
    proposes to answer."""

    rows: tuple[tuple[Key, ...], ...]
    under: bool = True

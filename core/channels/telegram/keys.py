"""Buttons of bots to ours. Pure. https://core.telegram.org/api/bots/buttons"""

from typing import Any, Final

from telethon import types

from core.channels.telegram.words import each, link, said
from core.domain.keys import Does, Key, Keys

_MOST: Final = 8
_ROWS: Final = 24
_LONGEST: Final = 120


def keys_of(markup: Any) -> Keys | None:
    """What stands under a message, or is proposed to answer; None where that is nothing."""
    under = isinstance(markup, types.ReplyInlineMarkup)
    if not under and not isinstance(markup, types.ReplyKeyboardMarkup):
        return None
    rows = (
        tuple(_key(one) for one in each(getattr(row, "buttons", None))[:_MOST] if said(one))
        for row in each(markup.rows)[:_ROWS]
    )
    kept = tuple(row for row in rows if row)
    return Keys(rows=kept, under=under) if kept else None


def _key(button: Any) -> Key:
    title, kind = " ".join(said(button).split())[:_LONGEST], button.type
    match kind:
        case types.InlineButtonTypeUrl() | types.InlineButtonTypeUrlAuth():
            url = link(kind.url)
            return Key(title=title, does="url" if url else "none", url=url)
        case types.InlineButtonTypeCallback():
            does: Does = "none" if getattr(kind, "requires_password", False) else "callback"
            return Key(title=title, does=does, data=bytes(kind.data))
        case types.InlineButtonTypeCopy():
            return Key(title=title, does="copy", url=said(kind.copy_text))
        case types.ButtonTypeDefault():
            return Key(title=title, does="text")
        case types.ButtonTypeRequestPhone():
            return Key(title=title, does="phone")
        case types.ButtonTypeRequestGeoLocation():
            return Key(title=title, does="place")
    return Key(title=title, does="none")

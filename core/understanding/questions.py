"""What our messages ask the client about, in the words of a deal. Pure."""

from collections.abc import Sequence
from typing import Final

import msgspec

from core.domain.deal_view import Said
from core.understanding.context import asked
from core.understanding.text import fold

_NAMES: Final = {"meeting": "meeting_at", "later": "return", "inn": "requisites"}


def with_questions(said: Sequence[Said]) -> list[Said]:
    """The same messages; those that we wrote since the client's last say what they ask."""
    theirs = max((s.at for s in said if s.sender == "client"), default=0)
    return [
        msgspec.structs.replace(s, asks=_asks(s.text)) if s.sender == "us" and s.at > theirs else s
        for s in said
    ]


def _asks(text: str) -> tuple[str, ...]:
    return tuple(sorted(_NAMES.get(kind, kind) for kind in asked(fold(text))))

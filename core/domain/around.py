"""What a messenger tells beside the words of a message and its files. Pure."""

from typing import Literal

import msgspec

from core.domain.keys import Keys
from core.domain.polls import Poll

Shape = Literal["", "round", "animation"]


class Look(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a file is drawn before it is here: its size in pixels, a small JPEG of it (``thumb``),
    the peaks of a recording (``wave``, 0 to 255 each), the ``emoji`` that a sticker stands for."""

    wide: int = 0
    tall: int = 0
    thumb: bytes = b""
    wave: bytes = b""
    emoji: str = ""
    shape: Shape = ""


class Forward(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose words were passed on ('': they hide it), and when they were written (ms)."""

    name: str = ""
    at: int = 0


class Page(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a link leads to, as the messenger shows it. ``url`` is http or https."""

    url: str
    site: str = ""
    title: str = ""
    text: str = ""


class Around(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``quote``: the words of the answered message that are meant, ``quote_at`` UTF-16
    units from its beginning. ``album``: what messages that
    were sent as one have in common. ``via``: the bot that was used. ``story``: it answers a story.
    ``seconds``: how long a file that destroys itself can be seen. ``automatic``: the messenger sent
    it for us while nobody was there (a greeting, an away message): no answer of ours.
    ``mentioned``: in a group it names us, or answers us. ``topic``: the topic of the forum that it
    is in, by its number (0: none is told, which is the general one)."""

    forward: Forward | None = None
    page: Page | None = None
    quote: str = ""
    album: str = ""
    via: str = ""
    story: bool = False
    seconds: int = 0
    automatic: bool = False
    quote_at: int = 0
    poll: Poll | None = None
    keys: Keys | None = None
    mentioned: bool = False
    topic: int = 0

"""What a messenger answers when it is asked about one message. Pure."""

import msgspec


class ReadBy(msgspec.Struct, frozen=True):
    """Somebody has read a message, ``at`` (ms); ``name`` is '' in a private chat."""

    at: int
    name: str = ""


class Pressed(msgspec.Struct, frozen=True):
    """What a bot answered to its button. ``alert``: to be read before anything else. ``url``: a
    page that it wants opened."""

    text: str = ""
    alert: bool = False
    url: str = ""

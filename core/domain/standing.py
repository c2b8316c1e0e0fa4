"""How an account stands against its server."""

import msgspec


class Standing(msgspec.Struct, frozen=True):
    """``comparing`` chats are not known to be equal yet, ``failed`` ones cannot be compared;
    ``equal_at`` is when (ms) all were equal last, 0: not yet. ``have`` messages of old history are
    here of about ``of`` (0: all are)."""

    comparing: int = 0
    failed: int = 0
    equal_at: int = 0
    have: int = 0
    of: int = 0

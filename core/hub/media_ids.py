"""Which files a webhook speaks of. Pure; whatever the body is, it has an answer."""

from typing import Any, Final, NamedTuple

import msgspec

KINDS: Final = frozenset({"image", "video", "document", "sticker", "audio", "voice"})
_LONGEST: Final = 128


class MediaId(NamedTuple):
    """``number``: our phone number id, whose token may fetch it; '' where the body does not say."""

    number: str
    id: str


def media_ids(body: bytes) -> tuple[MediaId, ...]:
    """Each file once, in the order of the body."""
    try:
        root = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ()
    found: dict[str, str] = {}
    left: list[tuple[Any, str]] = [(root, "")]
    while left:
        value, number = left.pop()
        if isinstance(value, list):
            left.extend((each, number) for each in reversed(value))
        elif isinstance(value, dict):
            number = _number(value) or number
            for kind in KINDS & value.keys():
                ref = _id(value[kind])
                if ref:
                    found.setdefault(ref, number)
            left.extend((each, number) for each in reversed(value.values()))
    return tuple(MediaId(number, ref) for ref, number in found.items())


def _number(value: dict[str, Any]) -> str:
    metadata = value.get("metadata")
    number = metadata.get("phone_number_id") if isinstance(metadata, dict) else None
    return number if isinstance(number, str) else ""


def _id(part: object) -> str:
    """What stands for a file as the desk asks for it (`WhatsAppChannel.fetch`)."""
    ref = part.get("id") if isinstance(part, dict) else None
    if isinstance(ref, int) and not isinstance(ref, bool):
        ref = str(ref)
    return ref if isinstance(ref, str) and ref.isalnum() and len(ref) <= _LONGEST else ""

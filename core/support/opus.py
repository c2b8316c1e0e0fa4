"""How long an Ogg file of Opus is: what messengers take for a voice message."""

from pathlib import Path
from typing import Final

RATE: Final = 48_000
_HEAD: Final = 64
_TAIL: Final = 128 * 1024
_LONGEST: Final = 24 * 3600


def opus_seconds(path: Path) -> int:
    """Whole seconds, at least 1; 0 for any other file. Raises OSError.

    The last page's granule position counts samples at 48 kHz (RFC 7845, section 4).
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head.startswith(b"OggS") or b"OpusHead" not in head:
            return 0
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    last = tail.rfind(b"OggS")
    if last < 0 or len(tail) < last + 14:
        return 0
    granule = int.from_bytes(tail[last + 6 : last + 14], "little", signed=True)
    seconds = round(granule / RATE)
    return max(1, seconds) if granule > 0 and seconds <= _LONGEST else 0

"""How loud a recording is from beginning to end, as Telegram's clients draw it. Pure.

The waveform of a voice message is samples of five bits, one after another without gaps, the first
in the lowest bits of the first byte (https://core.telegram.org/constructor/documentAttributeAudio).
"""

from itertools import pairwise
from typing import Any, Final

MOST: Final = 100
"""As many samples as Telegram's own clients send: 63 bytes."""
_BITS: Final = 5
_HIGHEST: Final = 31
_LONGEST: Final = 2048
"""Bytes of a waveform that are looked at."""


def wave_of(packed: Any) -> bytes:
    """The peaks of a recording, 0 to 255 each; none where there is no waveform."""
    if not isinstance(packed, bytes):
        return b""
    bits = int.from_bytes(packed[:_LONGEST], "little")
    count = len(packed[:_LONGEST]) * 8 // _BITS
    return bytes((bits >> (i * _BITS) & _HIGHEST) * 255 // _HIGHEST for i in range(count))


def packed_wave(peaks: bytes) -> bytes:
    """The waveform of a recording with these peaks, 0 to 255 each: of each part of it the loudest,
    where there are more than ``MOST``."""
    some = peaks
    if len(peaks) > MOST:
        edges = [len(peaks) * i // MOST for i in range(MOST + 1)]
        some = bytes(max(peaks[a:b]) for a, b in pairwise(edges))
    bits = 0
    for i, peak in enumerate(some):
        bits |= round(peak * _HIGHEST / 255) << (i * _BITS)
    return bits.to_bytes(-(-len(some) * _BITS // 8), "little")

"""Whether a file called a picture is one that can be shown here. Looks at its first bytes alone."""

import struct

from core.domain.problems import Problem

MOST_PIXELS = 50_000_000
"""Of a picture that is decoded whole: 200 MB. Photos (JPEG) are scaled while they are read."""
_OTHERS = (
    b"II*\0",
    b"MM\0*",
    b"<svg",
    b"<?xml",
    b"8BPS",
    b"\xff\x0a",
    b"\0\0\0\x0cJXL ",
    b"\0\0\1\0",
)
"""TIFF, SVG, PSD, JPEG XL, ICO."""
_BRANDS = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif", b"avis")


def look(data: bytes) -> Problem | None:
    """Problems: ``image-not-an-image``, ``image-too-big``, ``image-format`` (not shown here)."""
    if data.startswith(b"\xff\xd8\xff"):
        return None
    try:
        size = _size(data[:64])
    except struct.error:
        return Problem("image-not-an-image")
    if size is not None:
        return Problem("image-too-big") if size[0] * size[1] > MOST_PIXELS else None
    if data.lstrip()[:16].startswith(_OTHERS) or (data[4:8] == b"ftyp" and data[8:12] in _BRANDS):
        return Problem("image-format")
    return Problem("image-not-an-image")


def _size(head: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None for a format that is not known."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        wide, tall = struct.unpack_from(">II", head, 16)
    elif head.startswith((b"GIF87a", b"GIF89a")):
        wide, tall = struct.unpack_from("<HH", head, 6)
    elif head.startswith(b"BM"):
        wide, tall = struct.unpack_from("<ii", head, 18)
    elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(head)
    else:
        return None
    return abs(wide), abs(tall)


def _webp(head: bytes) -> tuple[int, int]:
    """https://developers.google.com/speed/webp/docs/riff_container"""
    match head[12:16]:
        case b"VP8X":
            wide, tall = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", head, 21)
            wide, tall = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case _:
            wide, tall = (n & 0x3FFF for n in struct.unpack_from("<HH", head, 26))
    return wide, tall

"""A point on the map in what was pasted: coordinates, or a link of a map. Pure.

Links are read as they stand; a short one (maps.app.goo.gl) holds no coordinates, and nothing is
asked of the net.
"""

import re
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from core.domain.sends import Place

_NUMBER: Final = r"[-+]?\d{1,3}(?:\.\d+)?"
_PAIR: Final = re.compile(rf"\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER})\s*")
_LONG_COMMA: Final = re.compile(r"\s*([-+]?\d{1,3},\d{2,})\s*[;\s]\s*([-+]?\d{1,3},\d{2,})\s*")
_DEGREES: Final = re.compile(
    r"""\s*(\d{1,3})[°\s]\s*(\d{1,2})['′\s]\s*(\d{1,2}(?:\.\d+)?)["″\s]*\s*([NSСЮ])"""
    r"""[,;\s]+(\d{1,3})[°\s]\s*(\d{1,2})['′\s]\s*(\d{1,2}(?:\.\d+)?)["″\s]*\s*([EWВЗ])\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_EXACT: Final = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_VIEW: Final = re.compile(rf"@({_NUMBER}),({_NUMBER})")
_PATH_NAME: Final = re.compile(r"/place/([^/@]+)")
_LAT_FIRST: Final = ("q", "query", "ll", "daddr", "destination", "center", "sll")
_LON_FIRST: Final = ("pt", "ll", "whatshere[point]", "poi[point]")


def read_place(text: str) -> Place | None:
    """The point that ``text`` names, None where it names none."""
    text = text.strip()
    return _in_link(text) if "://" in text or text.startswith("geo:") else _in_words(text)


def _in_words(text: str) -> Place | None:
    if match := _DEGREES.fullmatch(text):
        found = []
        for at, signs in ((1, "SЮ"), (5, "WЗ")):
            degrees, minutes, seconds = (float(match[at + i]) for i in range(3))
            value = degrees + minutes / 60 + seconds / 3600
            found.append(-value if match[at + 3].upper() in signs else value)
        return _made(found[0], found[1])
    if match := _LONG_COMMA.fullmatch(text):
        first, second = (float(part.replace(",", ".")) for part in match.groups())
        return _made(first, second)
    return _pair(text, whole=True)


def _in_link(text: str) -> Place | None:
    if text.startswith("geo:"):
        return _pair(text[4:].split(";")[0].split("?")[0], whole=True)
    try:
        parts = urlsplit(text.split()[0])
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        host = parts.hostname or ""
    except ValueError:
        return None
    name = ""
    if named := _PATH_NAME.search(parts.path):
        name = unquote(named[1]).replace("+", " ")
    # Yandex and 2GIS say the longitude first
    turned = "yandex" in host or "2gis" in host
    if "2gis" in host:
        pair = re.search(rf"({_NUMBER})(?:,|%2C)({_NUMBER})", parts.path) or re.search(
            rf"({_NUMBER})(?:,|%2C)({_NUMBER})", query.get("m", "")
        )
        return _made(float(pair[2]), float(pair[1])) if pair else None
    for pattern in (_EXACT, _VIEW):
        if match := pattern.search(unquote(text)):
            return _made(float(match[1]), float(match[2]), name)
    if "openstreetmap" in host:
        return _openstreetmap(query, parts.fragment)
    for key in _LON_FIRST if turned else _LAT_FIRST:
        found = _pair(query.get(key, ""), turned=turned)
        if found is not None:
            return found
    return None


def _openstreetmap(query: dict[str, str], fragment: str) -> Place | None:
    if "mlat" in query and "mlon" in query:
        return _pair(f"{query['mlat']},{query['mlon']}")
    shown = fragment.partition("map=")[2].split("&")[0].split("/")
    return _pair(",".join(shown[1:3])) if len(shown) >= 3 else None


def _pair(text: str, *, whole: bool = False, turned: bool = False) -> Place | None:
    match = _PAIR.fullmatch(text) if whole else _PAIR.match(text)
    if match is None or (whole and "." not in match[0]):
        return None  # “5, 12” is no place
    first, second = float(match[1]), float(match[2])
    return _made(second, first) if turned else _made(first, second)


def _made(latitude: float, longitude: float, name: str = "") -> Place | None:
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Place(latitude=round(latitude, 6), longitude=round(longitude, 6), name=name)

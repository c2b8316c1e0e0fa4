"""Where a link of a message leads, told before it is opened. Pure."""

import re
from typing import Final
from urllib.parse import urlsplit

import msgspec

from core.domain.marks import Mark

SAFE: Final = frozenset({"http", "https", "mailto", "tel"})
_SCHEME: Final = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_FOUND: Final = re.compile(r"\bhttps?://[^\s<>\"«»]+[^\s<>\"«».,;:!?)\]}'…]")


class Target(msgspec.Struct, frozen=True):
    """``url`` may be opened; ``host`` is whom it asks, in letters that are no other's (punycode).
    ``odd``: the words of the link say something else, or the host only looks like another."""

    url: str
    host: str
    odd: bool


def target(url: str, words: str) -> Target | None:
    """Where ``url`` leads that stands under ``words``; None where it is nothing to be opened."""
    url = url.strip()
    if any(ord(letter) < 33 or letter in "\\\x7f" for letter in url):
        return None
    if not _SCHEME.match(url) or re.match(r"^[^/:]+:\d+(/|$)", url):
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in SAFE:
        return None
    if parts.scheme.lower() in ("mailto", "tel"):
        return Target(url, parts.path, parts.path not in words) if parts.path else None
    try:
        plain = host.encode("idna").decode()
    except UnicodeError:
        return None
    if not plain:
        return None
    odd = plain != host or "xn--" in plain or parts.username is not None
    said = words.strip().casefold()
    odd = odd or said.removeprefix("https://").removeprefix("http://") != url.casefold().partition(
        "//"
    )[2].strip()  # fmt: skip
    return Target(url, f"{plain}:{port}" if port else plain, odd)


def found(text: str) -> tuple[Mark, ...]:
    """The addresses of the web in a text that nobody has marked."""
    return tuple(Mark("link", m.start(), m.end(), m[0]) for m in _FOUND.finditer(text))

"""Whom or what a line names at Telegram: a name, @username, number, or a link. Pure.

The links are those of https://core.telegram.org/api/links; what is not a person, a chat or a
message of one is told by its kind and left to the browser.
"""

import re
from typing import Final, Literal
from urllib.parse import parse_qs, urlsplit

import msgspec

Kind = Literal["words", "username", "phone", "user", "private", "invite", "other"]

_HOSTS: Final = frozenset({"t.me", "telegram.me", "telegram.dog"})
_USERNAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_NUMBER: Final = re.compile(r"\d{1,18}")
_NOBODY: Final = frozenset({
    "addemoji", "addlist", "addstickers", "addtheme", "auction", "bg", "boost", "call",
    "confirmphone", "contact", "e", "giftcode", "invoice", "iv", "joinchat", "login", "m", "nft",
    "proxy",
    "setlanguage", "share", "socks", "stickers", "web", "www",
})  # fmt: skip
"""First parts of addresses that are nobody's username."""
_REGIONS: Final = ("RU", "GB", "US")
"""Where a number that is written without its country is looked for, one after another."""
_FEWEST_DIGITS: Final = 7
_CALLED: Final = re.compile(r"(?P<name>[^\W\d_][^\d+]*?)[\s,:-]+(?P<number>\+?\(?\d[\d\s().-]{6,})")


class Named(msgspec.Struct, frozen=True):
    """``value``: words as typed, a username without its sign, a number (E.164), the id of a user or
    of a supergroup (as Telegram's ``channel_id``: ``private``), or the invitation's own word.
    ``message`` is one of that chat, 0 for none. ``name`` is how who has the number is called."""

    kind: Kind
    value: str = ""
    message: int = 0
    name: str = ""


def typed(line: str) -> Named:
    """What an operator means by what they type."""
    line = " ".join(line.split())
    if line.startswith("@") and _USERNAME.fullmatch(line[1:]):
        return Named("username", line[1:])
    found = linked(line) if "/" in line else None
    if found is not None:
        return found
    called = _CALLED.fullmatch(line)
    name, said = (called["name"], called["number"]) if called else ("", line)
    number = phone(said)
    return Named("phone", number, name=name) if number else Named("words", line)


def phone(line: str) -> str:
    """A number in any usual writing as E.164; '' where it is none."""
    import phonenumbers  # its tables are large, and a start of the window needs none of them

    digits = re.sub(r"\D", "", line)
    if len(digits) < _FEWEST_DIGITS or re.search(r"[^\W\d_]", line) or "@" in line:
        return ""
    # without its plus a number may be written with its country all the same
    regions = (None,) if line.lstrip().startswith("+") else (*_REGIONS, None)
    for region in regions:
        try:
            found = phonenumbers.parse(line if region or "+" in line else f"+{digits}", region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(found):
            return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    # numbers of countries that this library does not know yet: the server has the last word
    return f"+{digits}" if line.lstrip().startswith("+") and len(digits) <= 15 else ""


def linked(url: str) -> Named | None:
    """What an address as it stands in a text leads to; None where it is none of Telegram's."""
    return link(url if "://" in url else f"https://{url}")


def link(url: str) -> Named | None:
    """What a link leads to at Telegram; None where it is no link of Telegram's."""
    if any(ord(letter) < 33 or letter in "\\\x7f" for letter in url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        odd = parts.username is not None or parts.port is not None
    except ValueError:
        return None
    asked = {name: found[0] for name, found in parse_qs(parts.query).items()}
    if parts.scheme == "tg":
        return _own(f"{parts.netloc}{parts.path}".strip("/"), asked)
    if parts.scheme not in ("http", "https") or odd:
        return None
    path = [part for part in parts.path.split("/") if part]
    if host in _HOSTS:
        return _page(path)
    owner, _, rest = host.partition(".")
    if rest == "t.me" and _USERNAME.fullmatch(owner) and owner not in _NOBODY:
        return _page([owner, *path])
    return None


def _page(path: list[str]) -> Named:
    match path:
        case ["c", chat, *topic, message] if len(topic) < 2:
            return _message("private", chat, message)
        case ["joinchat", word, *_]:
            return Named("invite", word)
        case ["s", name, *rest] if _USERNAME.fullmatch(name):
            return _of(name, rest)
        case [first, *_] if first.startswith("+"):
            return _plus(first[1:])
        case [name, *rest] if _USERNAME.fullmatch(name) and name.lower() not in _NOBODY:
            return _of(name, rest)
    return Named("other")


def _of(name: str, rest: list[str]) -> Named:
    """Somebody, or one of their messages (the last number: before it may stand a topic)."""
    if not rest:
        return Named("username", name)
    if len(rest) < 3 and all(_NUMBER.fullmatch(part) for part in rest):
        return Named("username", name, int(rest[-1]))
    return Named("username", name) if len(rest) == 1 and not rest[0].isdecimal() else Named("other")


def _own(what: str, asked: dict[str, str]) -> Named:
    match what:
        case "resolve" if "phone" in asked:
            return _plus(asked["phone"])
        case "resolve" if _USERNAME.fullmatch(asked.get("domain", "")):
            return _message("username", asked["domain"], asked.get("post", ""))
        case "user" if _NUMBER.fullmatch(asked.get("id", "")):
            return Named("user", asked["id"])
        case "openmessage" if _NUMBER.fullmatch(asked.get("user_id", "")):
            return _message("user", asked["user_id"], asked.get("message_id", ""))
        case "privatepost":
            return _message("private", asked.get("channel", ""), asked.get("post", ""))
        case "join":
            return Named("invite", asked.get("invite", ""))
    return Named("other")


def _plus(word: str) -> Named:
    """https://core.telegram.org/api/links#phone-number-links: digits alone are a number, anything
    else is an invitation."""
    digits = word.strip().removeprefix("+")
    return Named("phone", f"+{digits}") if digits.isdecimal() else Named("invite", word)


def _message(kind: Kind, value: str, message: str) -> Named:
    if kind != "username" and not _NUMBER.fullmatch(value):
        return Named("other")
    return Named(kind, value, int(message) if _NUMBER.fullmatch(message) else 0)

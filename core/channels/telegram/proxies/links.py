"""A proxy as it is written: ``tg://proxy``, ``tg://socks`` and ``t.me`` links, URLs. Pure.

Links: https://core.telegram.org/api/links#proxy-links. Secrets of an MTProxy are hex or base64url:
16 bytes (plain), ``dd`` and 16 bytes (padded), ``ee``, 16 bytes and the name of a site (FakeTLS).
"""

import base64
import binascii
import re
from typing import Final, Literal
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

import msgspec

from core.domain.problems import Problem, ProblemError

Kind = Literal["socks5", "http", "mtproxy"]
Disguise = Literal["plain", "padded", "tls"]

_KEY: Final = 16
_SITE_LIMIT: Final = 182
"""Bytes of a site's name that a hello of 517 bytes has room for."""
_HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2})+")
_SHORT: Final = re.compile(r"(?P<host>\[[^\]]+\]|[^:/\s]+):(?P<port>\d+):(?P<secret>[\w=+/-]+)")
_SHARED: Final = ("t.me", "www.t.me", "telegram.me", "telegram.dog")


class Secret(msgspec.Struct, frozen=True):
    """What both ends of an MTProxy know. ``site``: whose visitor a FakeTLS client plays."""

    key: bytes
    disguise: Disguise = "plain"
    site: str = ""

    def hex(self) -> str:
        """As links carry it."""
        mark = {"plain": "", "padded": "dd", "tls": "ee"}[self.disguise]
        return mark + self.key.hex() + self.site.encode().hex()


class Proxy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One way to Telegram. ``user`` and ``password`` are of SOCKS5 and HTTP alone, ``secret`` of
    an MTProxy alone."""

    kind: Kind
    host: str
    port: int
    user: str = ""
    password: str = ""
    secret: Secret | None = None

    @property
    def name(self) -> str:
        """For a list: nothing of it is secret."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    def link(self) -> str:
        """The link that another client takes; an HTTP proxy has none but its URL."""
        query = {"server": self.host, "port": str(self.port)}
        if self.secret is not None:
            return "tg://proxy?" + urlencode(query | {"secret": self.secret.hex()})
        if self.kind == "http":
            who = f"{quote(self.user, '')}:{quote(self.password, '')}@" if self.user else ""
            return f"http://{who}{self.name}"
        login = {"user": self.user, "pass": self.password} if self.user else {}
        return "tg://socks?" + urlencode(query | login)


def read_secret(text: str) -> Secret:
    """A secret from hex or base64. Raises ValueError."""
    text = text.strip()
    if _HEX.fullmatch(text):
        raw = bytes.fromhex(text)
    else:
        folded = text.translate(str.maketrans("-_", "+/")).rstrip("=")
        try:
            raw = base64.b64decode(folded + "=" * (-len(folded) % 4), validate=True)
        except binascii.Error as error:
            raise ValueError("neither hex nor base64") from error
    if len(raw) == _KEY:
        return Secret(raw)
    if len(raw) == _KEY + 1 and raw[0] == 0xDD:
        return Secret(raw[1:], "padded")
    if len(raw) > _KEY + 1 and raw[0] == 0xEE:
        site = raw[_KEY + 1 :]
        if len(site) > _SITE_LIMIT:
            raise ValueError("the site's name is too long")
        return Secret(raw[1 : _KEY + 1], "tls", site.decode("ascii"))
    raise ValueError("16 bytes, or dd or ee in front of them")


def read_proxy(text: str) -> Proxy:
    """A proxy from whatever was pasted. Raises ProblemError ``proxy-link``."""
    text = re.sub(r"^tg:(?!//)", "tg://", text.strip().strip("<>\"'"))
    try:
        return _read(text)
    except (ValueError, KeyError) as error:
        # Not the text itself: it may hold a password.
        raise ProblemError(Problem("proxy-link")) from error


def read_proxies(text: str) -> tuple[list[Proxy], int]:
    """Every proxy among the words of ``text``, without repeats, and how many words are none."""
    found: dict[Proxy, None] = {}
    strange = 0
    for word in text.split():
        try:
            found[read_proxy(word)] = None
        except ProblemError:
            strange += 1
    return list(found), strange


def _read(text: str) -> Proxy:
    if short := _SHORT.fullmatch(text):
        host, secret = short["host"].strip("[]"), read_secret(short["secret"])
        return Proxy(kind="mtproxy", host=host, port=_port(short["port"]), secret=secret)
    parts = urlsplit(text if "://" in text else f"https://{text}")
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme == "tg":
        return _linked(host or parts.path.strip("/"), parts.query)
    if host in _SHARED:
        return _linked(parts.path.strip("/"), parts.query)
    kinds: dict[str, Kind] = {"socks5": "socks5", "socks": "socks5", "socks5h": "socks5"}
    if "://" not in text or not host or not (kind := (kinds | {"http": "http"}).get(scheme)):
        raise ValueError("no proxy")
    return Proxy(
        kind=kind,
        host=host,
        port=_port(str(parts.port or "")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _linked(what: str, query: str) -> Proxy:
    given = {key: values[0] for key, values in parse_qs(query).items()}
    host, port = given["server"].strip().strip("[]"), _port(given["port"])
    if not host or any(char.isspace() or char in "/@" for char in host):
        raise ValueError("no host")
    if what == "proxy":
        # a plus of base64 comes out of a query as a blank
        secret = read_secret(given["secret"].replace(" ", "+"))
        return Proxy(kind="mtproxy", host=host, port=port, secret=secret)
    if what == "socks":
        user, password = given.get("user", ""), given.get("pass", "")
        return Proxy(kind="socks5", host=host, port=port, user=user, password=password)
    raise ValueError("another kind of link")


def _port(text: str) -> int:
    if not text.strip().isdecimal() or not 0 < int(text) < 2**16:
        raise ValueError("no port")
    return int(text)

"""What a hub is told: one TOML file, `resources/hub/hub.toml` shows every key of it.

Secrets never stand in the file: a table ``{ file = "…" }`` or ``{ env = "NAME" }`` says where
they are. Relative paths start at the folder of the file.
"""

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from core.domain.problems import Problem, ProblemError

Port = Annotated[int, Meta(ge=0, le=65535)]
Seconds = Annotated[float, Meta(gt=0, le=600)]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Name = Annotated[str, Meta(pattern=r"^[\w.\-]{1,64}$")]

DESK_PATHS: Final = ("/updates", "/media", "/share", "/me")
_SECRETS: Final = {"secrets", "verify_token", "access_token", "password", "credentials"}


class Hidden:
    """A secret, which no log and no traceback shows. Compare with `hmac.compare_digest`."""

    def __init__(self, value: str) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "Hidden(…)"


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the file; a key that is none of its own is told."""


class Listen(_Table, frozen=True, kw_only=True):
    """Where Meta (through a proxy that ends TLS) and the desks come; port 0: any free one.
    ``public_url`` is how they name it: what stands before ``path``, '' where it is not told."""

    host: str = "127.0.0.1"
    port: Port = 8765
    path: Annotated[str, Meta(pattern=r"^/[\w./\-]*[\w\-]$")] = "/webhook"
    public_url: Annotated[str, Meta(pattern=r"^https://[^\s/]+(/\S*)?$")] = ""


class Watch(_Table, frozen=True, kw_only=True):
    """Where `/health` and `/metrics` are served."""

    host: str = "127.0.0.1"
    port: Port = 9465


class Limits(_Table, frozen=True, kw_only=True):
    """What strangers may take of the machine."""

    body_bytes: Annotated[int, Meta(ge=3 * 2**20, le=64 * 2**20)] = 4 * 2**20
    held_bytes: Annotated[int, Meta(ge=8 * 2**20)] = 64 * 2**20
    connections: Count = 1000
    header_seconds: Seconds = 10.0
    body_seconds: Seconds = 30.0
    disk_free_bytes: Annotated[int, Meta(ge=0)] = 64 * 2**20


class Graph(_Table, frozen=True, kw_only=True):
    """Where files are fetched from."""

    base_url: Annotated[str, Meta(pattern="^https?://")] = "https://graph.facebook.com"
    version: str = "v26.0"
    timeout: Seconds = 20.0

    def url(self, path: str) -> str:
        """The Graph address of ``path`` (no slash in front)."""
        parts = (self.base_url.rstrip("/"), self.version.strip("/"), path)
        return "/".join(part for part in parts if part)


class App(_Table, frozen=True, kw_only=True):
    """An app at Meta. Any of ``secrets`` may sign, so that one can be changed for another.
    ``id`` and a number's ``waba_id`` are what `threadline doctor` asks Meta about; '' is found
    out by the access token."""

    name: Name
    id: Annotated[str, Meta(pattern="^[0-9]+$")] = ""
    secrets: Annotated[tuple[Hidden, ...], Meta(min_length=1)]
    verify_token: Hidden


class Number(_Table, frozen=True, kw_only=True):
    """A phone number of ours, with what may fetch its files."""

    phone_number_id: Annotated[str, Meta(pattern="^[0-9]+$")]
    waba_id: Annotated[str, Meta(pattern="^[0-9]+$")] = ""
    access_token: Hidden


class Desk(_Table, frozen=True, kw_only=True):
    """Who may read. The hash of a token, made by `threadline hub --new-desk NAME`."""

    name: Name
    token_sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Nats(_Table, frozen=True, kw_only=True):
    """The JetStream that several hubs and desks share."""

    servers: Annotated[tuple[str, ...], Meta(min_length=1)]
    user: str = ""
    password: Hidden | None = None
    credentials: Hidden | None = None
    ca_file: Path | None = None
    stream: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_\-]{1,64}$")] = "threadline"
    replicas: Annotated[int, Meta(ge=1, le=5)] = 1


class HubConfig(_Table, frozen=True, kw_only=True):
    """Everything, with the secrets read and the paths absolute."""

    data: Path
    home: Literal["embedded", "nats"] = "embedded"
    days: Annotated[int, Meta(ge=8, le=3650)] = 30
    listen: Listen = Listen()
    watch: Watch = Watch()
    limits: Limits = Limits()
    graph: Graph = Graph()
    apps: Annotated[tuple[App, ...], Meta(min_length=1)]
    numbers: tuple[Number, ...] = ()
    desks: tuple[Desk, ...] = ()
    nats: Nats | None = None


def load(file: Path) -> HubConfig:
    """The file, checked as a whole. Raises ProblemError ``hub-…``, which names the key."""
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        params = {"path": str(file), "detail": error.strerror or ""}
        raise ProblemError(Problem("hub-file", params)) from error
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        params = {"path": str(file), "detail": str(error)}
        raise ProblemError(Problem("hub-toml", params)) from error
    folder = file.resolve().parent
    filled = _filled(raw, "", folder)
    try:
        config = msgspec.convert(filled, HubConfig, dec_hook=_made)
    except msgspec.ValidationError as error:
        raise ProblemError(_told(str(error))) from error
    for problem in _contradictions(config):
        raise ProblemError(problem)
    return _absolute(config, folder)


def _made(kind: type, value: Any) -> Any:
    if isinstance(value, kind):
        return value
    if kind is Path and isinstance(value, str) and value:
        return Path(value)
    raise ValueError(f"Expected {kind.__name__}")


def _filled(value: Any, key: str, folder: Path) -> Any:
    """``value`` with its secrets read: whatever stands where a secret belongs."""
    if isinstance(value, dict):
        return {
            name: _secrets(each, f"{key}{name}", folder)
            if name in _SECRETS
            else _filled(each, f"{key}{name}.", folder)
            for name, each in value.items()
        }
    if isinstance(value, list):
        at = key.removesuffix(".")
        return [_filled(each, f"{at}[{index}].", folder) for index, each in enumerate(value)]
    return value


def _secrets(value: Any, key: str, folder: Path) -> Any:
    if isinstance(value, list):
        return [_secret(each, f"{key}[{index}]", folder) for index, each in enumerate(value)]
    return _secret(value, key, folder)


def _secret(value: Any, key: str, folder: Path) -> Hidden:
    match value:
        case {"file": str(name), **rest} if not rest:
            try:
                text = (folder / name).read_text("utf-8")
            except (OSError, UnicodeError) as error:
                detail = error.strerror if isinstance(error, OSError) else "UTF-8"
                params = {"key": key, "path": str(folder / name), "detail": detail or ""}
                raise ProblemError(Problem("hub-secret-file", params)) from error
            where = str(folder / name)
        case {"env": str(name), **rest} if not rest:
            text, where = os.environ.get(name, ""), name
        case _:
            raise ProblemError(Problem("hub-secret-inline", {"key": key}))
    # pasted ones bring blanks along, and a line break is no header
    text = text.strip()
    if not text:
        raise ProblemError(Problem("hub-secret-empty", {"key": key, "path": where}))
    return Hidden(text)


_AT = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<at>.*)`)?$", re.DOTALL)
_FIELD = re.compile(r"(?P<how>unknown|missing required) field `(?P<name>[^`]*)`")


def _told(message: str) -> Problem:
    """What msgspec says about a value, with the key as it is written in the file."""
    found = _AT.match(message)
    what, at = (found["what"], found["at"] or "") if found else (message, "")
    field = _FIELD.search(what)
    if field is None:
        return Problem("hub-key-wrong", {"key": at, "detail": what.replace("`", "")})
    key = ".".join(part for part in (at, field["name"]) if part)
    return Problem("hub-key-unknown" if field["how"] == "unknown" else "hub-key-missing",
                   {"key": key})  # fmt: skip


def _contradictions(config: HubConfig) -> Iterator[Problem]:
    """What is good alone and not together."""
    for key, names in (
        ("apps.name", [app.name for app in config.apps]),
        ("numbers.phone_number_id", [number.phone_number_id for number in config.numbers]),
        ("desks.name", [desk.name for desk in config.desks]),
        ("desks.token_sha256", [desk.token_sha256[:8] for desk in config.desks]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield Problem("hub-key-twice", {"key": key, "name": name})
    if config.home == "nats" and config.nats is None:
        yield Problem("hub-key-missing", {"key": "nats.servers"})
    if any(config.listen.path == each or config.listen.path.startswith(f"{each}/")
           for each in DESK_PATHS):  # fmt: skip
        yield Problem("hub-path-taken", {"key": "listen.path", "name": config.listen.path})
    if config.listen.port and config.listen.port == config.watch.port:
        yield Problem("hub-port-twice", {"key": "watch.port", "port": str(config.watch.port)})
    if config.limits.held_bytes < 2 * config.limits.body_bytes:
        detail = f">= {2 * config.limits.body_bytes}"
        yield Problem("hub-key-wrong", {"key": "limits.held_bytes", "detail": detail})


def _absolute(config: HubConfig, folder: Path) -> HubConfig:
    nats = config.nats
    if nats is not None:
        nats = msgspec.structs.replace(nats, ca_file=nats.ca_file and folder / nats.ca_file)
    return msgspec.structs.replace(config, data=folder / config.data, nats=nats)

"""The settings, declared once: the dialog, the defaults and the names of secrets come from here."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

Kind = Literal["text", "secret", "choice", "number", "folder", "url", "bool", "time"]
KEPT: Final = "\0kept"
"""Stands for a secret that is kept: shown as dots, saved only when it was written over."""
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Field:
    """``section`` '' is kept and asked for elsewhere (or is the window's memory of itself).
    ``label`` and, with ``-hint`` behind, its description are keys of the translations.
    ``options`` of a choice are labelled by ``option-<id with dashes>-<option>``. ``when`` names
    the field and the values with which this one is asked for. ``least`` and ``most`` bound a
    number. ``advanced`` ones are folded. A ``bool`` is ``on`` or ``off``, a ``time`` ``HH:MM``."""

    id: str
    section: str = ""
    kind: Kind = "text"
    default: str = ""
    options: tuple[str, ...] = ()
    when: tuple[str, tuple[str, ...]] | None = None
    least: int = 0
    most: int = 1 << 62
    advanced: bool = False

    @property
    def label(self) -> str:
        """Key of the label."""
        return "setting-" + self.id.replace(".", "-").replace("_", "-")


@dataclass(frozen=True)
class Fault:
    """Why a value cannot be kept: a key of the translations, and its gaps."""

    key: str
    args: Mapping[str, str | int] = field(default_factory=dict)


PORTS: Final = 65_535
_OWN: Final = ("whatsapp.source", ("own",))
_NATS: Final = ("whatsapp.source", ("nats",))
SECTIONS: Final = ("general", "notices", "telegram", "whatsapp", "model", "crm")
FIELDS: Final = (
    Field("language", "general", "choice", "system", ("system", "ru", "en")),
    Field("theme", "general", "choice", "system", ("system", "light", "dark")),
    Field("desk.text_size", "general", "choice", "normal", ("small", "normal", "large", "huge")),
    Field("desk.me", "general"),
    Field("desk.undo_seconds", "general", "choice", "5", ("0", "5", "10")),
    Field("desk.guard", "general", "bool", "on"),
    Field("desk.suggest", "general", "bool", "on"),
    Field("desk.spell", "general", "bool", "on"),
    Field("desk.spell_words"),
    Field("desk.replies"),
    Field("desk.templates"),
    Field("desk.guide"),
    Field("desk.keys"),
    Field("desk.orders"),
    Field("desk.views"),
    Field("desk.side"),
    Field("desk.window"),
    Field("desk.searches"),
    Field("desk.notices", "notices", "bool", "on"),
    Field("desk.notice_text", "notices", "bool", "off", when=("desk.notices", ("on",))),
    Field("desk.remind_minutes", "notices", "number", "60", most=720,
          when=("desk.notices", ("on",))),
    Field("desk.closing_hours", "notices", "number", "4", least=1, most=23),
    Field("desk.quiet_hours", "notices", "bool", "off"),
    Field("desk.quiet_from", "notices", "time", "20:00", when=("desk.quiet_hours", ("on",))),
    Field("desk.quiet_to", "notices", "time", "09:00", when=("desk.quiet_hours", ("on",))),
    Field("desk.quiet_days", "notices", "choice", "every", ("every", "workdays", "weekend"),
          when=("desk.quiet_hours", ("on",))),
    Field("desk.close_to_tray", "notices", "bool", "off"),
    Field("desk.dnd"),
    Field("telegram.api_id", "telegram", "number", least=1),
    Field("telegram.api_hash", "telegram", "secret"),
    Field("telegram.drafts", "telegram", "bool", "on"),
    Field("telegram.groups", "telegram", "choice", "small", ("none", "small", "all")),
    Field("telegram.small_group", "telegram", "number", "200", least=2, most=200_000,
          when=("telegram.groups", ("small",)), advanced=True),
    Field("telegram.bot_chats", "telegram", "bool", "off"),
    Field("telegram.host", "telegram", advanced=True),
    Field("telegram.port", "telegram", "number", "443", least=1, most=PORTS, advanced=True),
    Field("telegram.dc_id", "telegram", "number", "2", least=1, most=20_000, advanced=True),
    Field("telegram.public_key", "telegram", advanced=True),
    Field("telegram.proxies", kind="secret"),
    Field("telegram.proxied", default="off"),
    Field("telegram.accounts"),
    Field("telegram.bots"),
    Field("whatsapp.phone_id", "whatsapp", "number", least=1),
    Field("whatsapp.waba_id", "whatsapp", "number", least=1),
    Field("whatsapp.token", "whatsapp", "secret"),
    Field("whatsapp.source", "whatsapp", "choice", "own", ("own", "hub", "nats")),
    Field("whatsapp.app_secret", "whatsapp", "secret", when=_OWN),
    Field("whatsapp.verify_token", "whatsapp", "secret", when=_OWN),
    Field("whatsapp.public_url", "whatsapp", "url", when=_OWN),
    Field("whatsapp.hub_url", "whatsapp", "url", when=("whatsapp.source", ("hub",))),
    Field("whatsapp.hub_token", "whatsapp", "secret", when=("whatsapp.source", ("hub",))),
    Field("whatsapp.nats_servers", "whatsapp", when=_NATS),
    Field("whatsapp.nats_user", "whatsapp", when=_NATS),
    Field("whatsapp.nats_secret", "whatsapp", "secret", when=_NATS),
    Field("whatsapp.nats_stream", "whatsapp", default="threadline", when=_NATS, advanced=True),
    Field("whatsapp.nats_ca", "whatsapp", when=_NATS, advanced=True),
    Field("whatsapp.link_previews", "whatsapp", "bool", "on"),
    Field("whatsapp.coexistence", "whatsapp", "bool", "off"),
    Field("whatsapp.marketing", "whatsapp", "bool", "off", advanced=True),
    Field("whatsapp.port", "whatsapp", "number", "8461", most=PORTS, when=_OWN, advanced=True),
    Field("whatsapp.host", "whatsapp", default="127.0.0.1", when=_OWN, advanced=True),
    Field("whatsapp.base_url", "whatsapp", "url", "https://graph.facebook.com", advanced=True),
    Field("whatsapp.version", "whatsapp", default="v26.0", advanced=True),
    Field("model.path", default="starter"),
    Field("model.gpu", default="off"),
    Field("models.hub", "model", "url", "https://huggingface.co"),
    Field("model.threads", "model", "number", "0", most=256, advanced=True),
    Field("crm.target", "crm", "choice", "folder", ("off", "folder", "tryton")),
    Field("crm.folder", "crm", "folder", when=("crm.target", ("folder",))),
    Field("crm.url", "crm", "url", when=("crm.target", ("tryton",))),
    Field("crm.database", "crm", when=("crm.target", ("tryton",))),
    Field("crm.login", "crm", when=("crm.target", ("tryton",))),
    Field("crm.token", "crm", "secret", when=("crm.target", ("tryton",))),
)  # fmt: skip
SECRETS: Final = tuple(one.id for one in FIELDS if one.kind == "secret")
DEFAULTS: Final = {one.id: one.default for one in FIELDS if one.kind != "secret"}


def known(id_: str) -> Field:
    """The field of that id. Raises KeyError."""
    for one in FIELDS:
        if one.id == id_:
            return one
    raise KeyError(id_)


def shown(field: Field, values: Mapping[str, str]) -> bool:
    """Whether the field is asked for with these values."""
    if field.when is None:
        return True
    other, wanted = field.when
    return values.get(other, "") in wanted


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What is to be saved: what differs, and no secret that was left as it is."""
    return {k: v for k, v in after.items() if v != before.get(k, "") and v != KEPT}


def fault(field: Field, value: str) -> Fault | None:
    """Why ``value`` cannot be kept in ``field``; '' always can, it stands for the default."""
    text = value.strip()
    if not text or value == KEPT:
        return None
    if field.kind == "number":
        if not (text.isascii() and text.isdecimal()):
            return Fault("setting-not-a-number")
        if not field.least <= int(text) <= field.most:
            bounded = field.most < 1 << 62
            bounds = {"least": str(field.least), "most": str(field.most)}
            return Fault("setting-out-of-range" if bounded else "setting-too-small", bounds)
    elif field.kind == "url":
        return None if _is_url(text) else Fault("setting-not-a-url")
    elif field.kind == "time" and not _TIME.fullmatch(text):
        return Fault("setting-not-a-time")
    elif field.kind == "folder" and not Path(text).expanduser().is_absolute():
        return Fault("setting-not-a-folder")
    return None


def folder_fault(value: str) -> Fault | None:
    """Why nothing can be written to that folder; one that is not there can be made when what it
    is to lie in is. Looks at the disk: not for the GUI thread."""
    text = value.strip()
    if not text:
        return None
    folder = Path(text).expanduser()
    try:
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not folder.is_dir():
            return Fault("setting-folder-is-a-file")
        return None if os.access(folder, os.W_OK | os.X_OK) else Fault("setting-folder-closed")
    except OSError:
        return Fault("setting-folder-closed")


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and not any(c.isspace() for c in text)
        )
    except ValueError:  # a port that is none, a broken IPv6 address
        return False

"""The settings, declared once: the dialog is made from this table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "secret", "choice", "number", "folder"]
KEPT: Final = "\0kept"
"""Stands for a secret that is kept: shown as dots, saved only when it was written over."""


@dataclass(frozen=True)
class Field:
    """``label`` and, with ``-hint`` behind, its description are keys of the translations.
    ``options`` of a choice are labelled by ``option-<id with dashes>-<option>``. ``when`` names
    the field and the values with which this one is asked for."""

    id: str
    section: str
    kind: Kind = "text"
    default: str = ""
    options: tuple[str, ...] = ()
    when: tuple[str, tuple[str, ...]] | None = None

    @property
    def label(self) -> str:
        """Key of the label."""
        return "setting-" + self.id.replace(".", "-").replace("_", "-")


SECTIONS: Final = ("general", "telegram", "whatsapp", "model", "crm")
FIELDS: Final = (
    Field("language", "general", "choice", "system", ("system", "ru", "en")),
    Field("theme", "general", "choice", "system", ("system", "light", "dark")),
    Field("desk.me", "general"),
    Field("desk.text_size", "general", "choice", "normal", ("small", "normal", "large", "huge")),
    Field("desk.undo_seconds", "general", "choice", "5", ("0", "5", "10")),
    Field("telegram.api_id", "telegram", "number"),
    Field("telegram.api_hash", "telegram", "secret"),
    Field("whatsapp.phone_id", "whatsapp"),
    Field("whatsapp.waba_id", "whatsapp"),
    Field("whatsapp.token", "whatsapp", "secret"),
    Field("whatsapp.app_secret", "whatsapp", "secret"),
    Field("whatsapp.verify_token", "whatsapp", "secret"),
    Field("whatsapp.port", "whatsapp", "number", "8461"),
    Field("models.hub", "model"),
    Field("crm.target", "crm", "choice", "off", ("off", "folder", "tryton")),
    Field("crm.folder", "crm", "folder", when=("crm.target", ("folder",))),
    Field("crm.url", "crm", when=("crm.target", ("tryton",))),
    Field("crm.database", "crm", when=("crm.target", ("tryton",))),
    Field("crm.login", "crm", when=("crm.target", ("tryton",))),
    Field("crm.token", "crm", "secret", when=("crm.target", ("tryton",))),
)  # fmt: skip


def shown(field: Field, values: Mapping[str, str]) -> bool:
    """Whether the field is asked for with these values."""
    if field.when is None:
        return True
    other, wanted = field.when
    return values.get(other, "") in wanted


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What is to be saved: what differs, and no secret that was left as it is."""
    return {k: v for k, v in after.items() if v != before.get(k, "") and v != KEPT}

"""What goes to the CRM and where, as it stands in ``resources/rules/crm.toml``, read strictly."""

import tomllib
from pathlib import Path
from typing import Final

import msgspec

from core.domain.problems import Problem, ProblemError
from core.domain.reading import FACT_KINDS

MAPPING_FILE: Final = Path(__file__).parents[2] / "resources" / "rules" / "crm.toml"
_PLACES = (
    "mechanism.mobile",
    "mechanism.email",
    "opportunity.amount",
    "opportunity.description",
    "opportunity.comment",
)


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``facts`` leave the machine, from ``confidence`` on; ``tryton`` is kind -> place;
    ``labels`` is language -> kind -> word."""

    facts: tuple[str, ...]
    tryton: dict[str, str]
    labels: dict[str, dict[str, str]]
    confidence: float = 0.5

    def label(self, kind: str, lang: str) -> str:
        """What a kind is called in a language; the kind itself where there is no word."""
        words = self.labels.get(lang) or self.labels.get("en") or {}
        return words.get(kind, kind)


def load(path: Path = MAPPING_FILE) -> Mapping:
    """Read a mapping. Raises ProblemError(``crm-mapping``: file, place, why)."""
    try:
        return parse(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeError) as error:
        raise _wrong(path.name, "", getattr(error, "strerror", None) or str(error)) from error


def parse(text: str, name: str = "crm.toml") -> Mapping:
    """Read a mapping. Raises ProblemError(``crm-mapping``: file, place, why)."""
    try:
        mapping = msgspec.convert(tomllib.loads(text), Mapping)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _wrong(name, "", str(error)) from error
    for place, kinds in (("facts", mapping.facts), ("tryton", tuple(mapping.tryton))):
        for kind in kinds:
            if kind not in FACT_KINDS:
                raise _wrong(name, place, f"{kind!r} is no kind of fact")
    for kind, place in mapping.tryton.items():
        if place not in _PLACES and not place.startswith("identifier."):
            raise _wrong(name, f"tryton, {kind}", f"{place!r} is no place")
    return mapping


def _wrong(name: str, place: str, why: str) -> ProblemError:
    return ProblemError(Problem("crm-mapping", {"file": name, "place": place, "why": why}))

"""Routing rules as they stand in ``resources/rules/routing.toml``, read strictly."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Final

import msgspec

from core.domain.channels import Channel
from core.domain.problems import Problem, ProblemError
from core.domain.reading import FACT_KINDS, INTENTS

KEEP: Final = "keep"
RULES_FILE: Final = Path(__file__).parents[2] / "resources" / "rules" / "routing.toml"
_CHANNELS = (Channel.TELEGRAM.value, Channel.WHATSAPP.value)


class FactCondition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A standing fact of ``kind``: any, one of ``values``, or an amount of ``at_least``."""

    kind: str
    values: tuple[str, ...] = ()
    at_least: float | None = None
    currency: str = ""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Holds when all that it names holds. ``queue`` may be ``keep``."""

    name: str
    queue: str
    reason: str
    primary: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    facts: tuple[FactCondition, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    confidence: float | None = None


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The queues, and the rules in their order. ``default`` is where nothing is known."""

    default: str
    queues: tuple[str, ...]
    rules: tuple[Rule, ...]
    confidence: float = 0.4


def load(path: Path = RULES_FILE) -> Rules:
    """Read a file of rules. Raises ProblemError(``routing-rules``) that names the place."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise _wrong("", getattr(error, "strerror", None) or str(error), path.name) from error
    return parse(text, path.name)


def parse(text: str, name: str = "routing.toml") -> Rules:
    """Read rules. Raises ProblemError(``routing-rules``: file, place, why)."""
    try:
        rules = msgspec.convert(tomllib.loads(text), Rules)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _wrong("", str(error), name) from error
    for place, why in _mistakes(rules):
        raise _wrong(place, why, name)
    return rules


def _wrong(place: str, why: str, name: str) -> ProblemError:
    return ProblemError(Problem("routing-rules", {"file": name, "place": place, "why": why}))


def _mistakes(rules: Rules) -> list[tuple[str, str]]:
    """Everything that the types do not catch, as (place, what is wrong)."""
    found: list[tuple[str, str]] = []
    if rules.default not in rules.queues:
        found.append(("default", f"{rules.default!r} is no queue"))
    if KEEP in rules.queues:
        found.append(("queues", f"{KEEP!r} cannot be the name of a queue"))
    if not 0 <= rules.confidence <= 1:
        found.append(("confidence", "has to be between 0 and 1"))
    names = Counter(rule.name for rule in rules.rules)
    for number, rule in enumerate(rules.rules, start=1):
        place = f"rule {number} ({rule.name})"
        if names[rule.name] > 1:
            found.append((place, "the name is there twice"))
        if rule.queue not in (*rules.queues, KEEP):
            found.append((place, f"{rule.queue!r} is no queue"))
        if rule.confidence is not None and not 0 <= rule.confidence <= 1:
            found.append((place, "confidence has to be between 0 and 1"))
        if not any((rule.primary, rule.any, rule.facts, rule.channels, rule.languages)):
            found.append((place, "has no condition"))
        for known, given, what in (
            (INTENTS, (*rule.primary, *rule.any), "intent"),
            (FACT_KINDS, tuple(fact.kind for fact in rule.facts), "kind of fact"),
            (_CHANNELS, rule.channels, "channel"),
        ):
            found += [(place, f"{word!r} is no {what}") for word in given if word not in known]
        for fact in rule.facts:
            if fact.at_least is not None and fact.kind not in ("budget", "quantity"):
                found.append((place, f"{fact.kind!r} has no amount"))
            if fact.kind == "budget" and fact.at_least is not None and not fact.currency:
                found.append((place, "an amount of a budget needs a currency"))
    return found

"""The queue of a thread, from its intents and facts, with the reason in the client's words."""

from collections.abc import Sequence

import msgspec

from core.domain.problems import Problem
from core.domain.reading import Fact, Intent
from core.routing.money import amount
from core.routing.rules import KEEP, FactCondition, Rule, Rules

_QUOTE = 80


class Decision(msgspec.Struct, frozen=True):
    """``reason`` is an encoded Problem: code ``route-…`` with ``rule``, ``intent``,
    ``confidence``, ``quote`` and, where a fact decided, ``fact`` and ``value``. ``rule`` is ''
    where none held."""

    queue: str
    reason: str
    rule: str


def decide(
    rules: Rules,
    intents: Sequence[Intent],
    facts: Sequence[Fact],
    *,
    previous: str = "",
    channel: str = "",
    text: str = "",
) -> Decision:
    """The first rule that holds. ``intents`` are those of the last client turn, the primary one
    first; ``facts`` are the thread's, of which the standing ones count; ``previous`` is the queue
    the thread is in; ``text`` is the last client turn, the source of the reason.

    Where the primary intent is too unsure and no rule holds, the thread stays where it is.
    """
    standing = [fact for fact in facts if fact.status == "standing"]
    lang = language(text)
    for rule in rules.rules:
        found = _holds(rule, rules.confidence, intents, standing, channel, lang)
        if found is not None:
            intent, fact = found
            queue = (previous or rules.default) if rule.queue == KEEP else rule.queue
            return Decision(queue, _reason(rule.reason, rule.name, intent, fact, text), rule.name)
    first = intents[0] if intents else None
    code = "unsure" if first else "unknown"
    return Decision(previous or rules.default, _reason(code, "", first, None, text), "")


def language(text: str) -> str:
    """``ru`` where most letters are Cyrillic, ``en`` where most are not, '' without letters."""
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return ""
    cyrillic = sum("а" <= char.lower() <= "я" or char in "ёЁ" for char in letters)
    return "ru" if 2 * cyrillic >= len(letters) else "en"


def _holds(
    rule: Rule,
    confidence: float,
    intents: Sequence[Intent],
    facts: Sequence[Fact],
    channel: str,
    lang: str,
) -> tuple[Intent | None, Fact | None] | None:
    """The intent and the fact that it holds by; None where it does not."""
    least = confidence if rule.confidence is None else rule.confidence
    intent: Intent | None = None
    fact: Fact | None = None
    if rule.channels and channel not in rule.channels:
        return None
    if rule.languages and lang not in rule.languages:
        return None
    if rule.any:
        intent = next((i for i in intents if i.tag in rule.any and i.confidence >= least), None)
        if intent is None:
            return None
    if rule.primary:
        if not intents or intents[0].tag not in rule.primary or intents[0].confidence < least:
            return None
        intent = intents[0]
    for condition in rule.facts:
        fact = next((f for f in facts if _meets(f, condition)), None)
        if fact is None:
            return None
    return intent, fact


def _meets(fact: Fact, condition: FactCondition) -> bool:
    if fact.kind != condition.kind:
        return False
    if condition.values and fact.value not in condition.values:
        return False
    if condition.at_least is None:
        return True
    value, currency = amount(fact.value)
    if condition.currency and currency != condition.currency:
        return False
    return value is not None and value >= condition.at_least


def _reason(code: str, rule: str, intent: Intent | None, fact: Fact | None, text: str) -> str:
    said = fact.quote if fact else text
    params = {"rule": rule, "quote": _short(said)}
    if intent:
        params |= {"intent": intent.tag, "confidence": f"{intent.confidence:.2f}"}
    if fact:
        params |= {"fact": fact.kind, "value": fact.value}
    return Problem(f"route-{code}", params).encode()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE else line[: _QUOTE - 1].rstrip() + "…"

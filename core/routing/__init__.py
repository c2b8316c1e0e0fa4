"""Which queue a thread goes to and why. Pure."""

from core.routing.decide import Decision, decide, language
from core.routing.rules import RULES_FILE, Rules, load, parse

__all__ = [
    "RULES_FILE",
    "Decision",
    "Rules",
    "decide",
    "language",
    "load",
    "parse",
]

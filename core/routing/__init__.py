"""Which queue a thread goes to and why, and which thread is next. Pure."""

from core.routing.decide import Decision, decide, language
from core.routing.rules import RULES_FILE, Rules, load, parse
from core.routing.urgency import most_urgent, urgency

__all__ = [
    "RULES_FILE",
    "Decision",
    "Rules",
    "decide",
    "language",
    "load",
    "most_urgent",
    "parse",
    "urgency",
]

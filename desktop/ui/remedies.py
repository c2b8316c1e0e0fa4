"""The one thing to do about a message of ours that was not sent, as it is offered under it."""

from typing import Final

from core.domain.problems import Problem
from core.domain.remedies import Remedy, remedy
from core.domain.views import MessageRow
from desktop.shell.context import Shell

AGAIN: Final = frozenset[Remedy]({"retry", "wait", "look"})
"""What ends in sending it once more: the sentence above says when, or what to look at first."""

_LABELS: Final[dict[Remedy, str]] = {
    "template": "mend-template",
    "token": "mend-settings",
    "settings": "mend-settings",
    "dashboard": "mend-dashboard",
    "edit": "mend-edit",
    "file": "mend-file",
    "elsewhere": "mend-elsewhere",
}
_ICONS: Final[dict[Remedy, str]] = {
    "template": "template",
    "token": "settings",
    "settings": "settings",
    "dashboard": "link",
    "edit": "edit",
    "file": "attach",
    "elsewhere": "reply",
}


def remedy_of(row: MessageRow) -> Remedy:
    """What helps; to send it again where nothing is known."""
    problem = Problem.decode(row.problem)
    return remedy(problem.code) if problem is not None else "retry"


def label(shell: Shell, row: MessageRow) -> str:
    """The words that do it."""
    return shell.tr(_LABELS.get(remedy_of(row), "retry"))


def icon(row: MessageRow) -> str:
    """Its icon in a menu."""
    return _ICONS.get(remedy_of(row), "retry")

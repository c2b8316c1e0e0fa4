"""What the model manager asks of the application: rows, a trial, and the verbs."""

from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

from core.domain.problems import Problem

ModelKind = Literal["chat", "speech"]
Place = Literal["here", "unfinished", "offered"]
Fit = Literal["yes", "tight", "no", "unknown"]
LoadStage = Literal["checking", "loading", "waiting"]


class ModelRow(msgspec.Struct, frozen=True, kw_only=True):
    """A model that is here, on its way, or to be had.

    ``ref`` is what the setting ``model.path`` says to use it. ``size`` and ``memory`` are bytes
    (0: not known before the hub is asked), ``done`` those of ``size`` that have come; it is not
    ``resumable`` where the catalog does not say where the rest is.
    ``tokens_per_s`` and ``ms`` a turn were measured in its last trial on this machine (0: never).
    """

    ref: str
    name: str
    kind: ModelKind = "chat"
    place: Place = "here"
    built_in: bool = False
    own_file: bool = False
    in_use: bool = False
    size: int = 0
    done: int = 0
    resumable: bool = True
    memory: int = 0
    fit: Fit = "unknown"
    parameters: int = 0
    quantisation: str = ""
    tokens_per_s: float = 0.0
    ms: float = 0.0
    languages: tuple[str, ...] = ()
    ru: str = ""
    en: str = ""
    problem: Problem | None = None


class ModelShelf(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the manager lists. ``memory_total`` and ``memory_free`` are this machine's bytes,
    0 where it does not say; ``gpu`` whether the running model's build can use a graphics card,
    ``gpu_on`` whether it shall."""

    rows: tuple[ModelRow, ...] = ()
    memory_total: int = 0
    memory_free: int = 0
    gpu: bool = False
    gpu_on: bool = False


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """How one model did on one set: shares of 0..1, of ``turns`` and ``threads``."""

    turns: int = 0
    threads: int = 0
    primary: float = 0.0
    facts_f1: float = 0.0


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One model's trial. ``ref`` is '' where rules alone read. ``ms`` is the middle time of its own
    work on a turn, ``memory`` its process's bytes, ``unanswered`` turns that it did not answer."""

    ref: str
    name: str
    sample: Figures
    own: Figures
    ms: float = 0.0
    tokens_per_s: float = 0.0
    memory: int = 0
    unanswered: int = 0


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """The candidate beside what is in use, on the same threads. ``cut``: time ended before all
    threads were read."""

    candidate: Side
    present: Side
    cut: bool = False


OnLoad = Callable[[LoadStage, int, int], None]
OnTrial = Callable[[int, int], None]


class Modelling(Protocol):
    """Models on this machine. Raises ProblemError with what the operator can do about it."""

    async def shelf(self) -> ModelShelf:
        """What is here and what can be had."""

    async def download(self, name: str, on_load: OnLoad) -> None:
        """Get an entry of the catalog; what was begun goes on. Cancel the call to pause."""

    async def remove(self, name: str) -> None:
        """Take away an installed model, or what has come of one."""

    async def look(self, path: str) -> ModelRow:
        """A model file of the operator's own, by its path."""

    async def trial(self, ref: str, on_trial: OnTrial) -> Trial:
        """Run the model beside the one in use. Cancel the call to stop."""

    async def use(self, ref: str) -> None:
        """Let it read threads from now on."""

    async def use_gpu(self, on: bool) -> None:
        """Let models run on the graphics card, or not."""

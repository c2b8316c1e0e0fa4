"""The first steps: where one stands, what is entered, what is still missing."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem, ProblemError
from desktop.shell.tasks import Tasks
from desktop.viewmodels import settings
from desktop.viewmodels.backend import Backend
from desktop.viewmodels.checks_port import Check
from desktop.viewmodels.settings import DEFAULTS, KEPT, known
from desktop.viewmodels.sign_in import SignInModel

Step = Literal["welcome", "look", "telegram", "model", "whatsapp", "crm", "done"]
STEPS: Final[tuple[Step, ...]] = (
    "welcome", "look", "telegram", "model", "whatsapp", "crm", "done",
)  # fmt: skip
ASKED: Final[Mapping[Step, tuple[str, ...]]] = {
    "look": ("language", "theme", "desk.text_size"),
    "telegram": ("telegram.api_id", "telegram.api_hash"),
    "whatsapp": (
        "whatsapp.phone_id", "whatsapp.waba_id", "whatsapp.token", "whatsapp.source",
        "whatsapp.hub_url", "whatsapp.hub_token", "whatsapp.nats_servers", "whatsapp.nats_user",
        "whatsapp.nats_secret", "whatsapp.app_secret", "whatsapp.verify_token",
        "whatsapp.public_url",
    ),
    "crm": ("crm.target", "crm.folder", "crm.url", "crm.database", "crm.login", "crm.token"),
}  # fmt: skip
_NEEDED: Final[Mapping[Step, tuple[str, ...]]] = {
    "telegram": ("telegram.api_id", "telegram.api_hash"),
    "whatsapp": (
        "whatsapp.phone_id", "whatsapp.token", "whatsapp.app_secret", "whatsapp.verify_token",
        "whatsapp.hub_url", "whatsapp.hub_token", "whatsapp.nats_servers", "whatsapp.nats_user",
        "whatsapp.nats_secret",
    ),
}  # fmt: skip
_TRYTON: Final = ("crm.url", "crm.database", "crm.login", "crm.token")
SETTING: Final = "desk.guide"
_LEFT, _OVER = "left:", "done"


def wanted(values: Mapping[str, str], threads: int) -> bool:
    """Whether the guide comes by itself: on a profile where nothing was ever set up, or where the
    window was closed amid its steps."""
    kept = values.get(SETTING, "")
    if kept:
        return kept in STEPS and kept != _OVER
    return not (threads or values.get("telegram.api_id") or values.get("whatsapp.phone_id"))


class GuideModel(QObject):
    """``changed`` with the step, the values, the problem; ``left`` when it was put away."""

    changed = Signal()
    left = Signal()

    def __init__(self, backend: Backend, tasks: Tasks, sign_in: SignInModel) -> None:
        super().__init__()
        self._backend, self._tasks, self._sign_in = backend, tasks, sign_in
        self._kept: dict[str, str] = {}
        self._playing: asyncio.Task[Any] | None = None
        self.values: dict[str, str] = {}
        self.step: Step = "welcome"
        self.busy = False
        self.problem: Problem | None = None
        self.missing: tuple[str, ...] = ()
        self.checks: Sequence[Check] = ()
        self.crm_tried: Problem | Literal["no", "good"] = "no"
        self.webhook = ""

    @property
    def place(self) -> int:
        """Which step it is, from 0 on."""
        return STEPS.index(self.step)

    @property
    def playing(self) -> bool:
        """Whether the sandbox is open."""
        return self._playing is not None

    async def load(self) -> None:
        """Begin where one left off."""
        await self._read()
        kept = self.values.get(SETTING, "").removeprefix(_LEFT)
        self.step = next((step for step in STEPS if step == kept and kept != _OVER), "welcome")
        await self._arrive()

    def has(self, step: Step) -> bool:
        """Whether a step is set up."""
        kept = self._kept
        if step == "crm":
            return kept.get("crm.target", "") not in ("", "off")
        needed = _NEEDED.get(step, ())
        return step == "model" or (bool(needed) and all(kept.get(id_) for id_ in needed))

    @property
    def keys_kept(self) -> bool:
        """Whether Telegram can be signed in to."""
        return self.has("telegram")

    def edit(self, id_: str, value: str) -> None:
        """Something was entered; how the window looks is kept at once."""
        self.values[id_] = value
        said = self.missing or self.problem
        self.missing, self.problem = (), None
        if self.step == "crm":
            self.crm_tried = "no"
        if said:
            self.changed.emit()
        if id_ in ASKED["look"]:
            self._tasks.start(self._keep({id_: value}))

    def make_up_token(self) -> str:
        """A token for the webhook, where none was entered."""
        return secrets.token_urlsafe(18)

    def next(self) -> None:
        """Keep what was entered and go on."""
        self._run(self._next())

    def back(self) -> None:
        """One step back."""
        if self.place:
            self.go(STEPS[self.place - 1])

    def skip(self) -> None:
        """Go on and keep nothing of this step."""
        if self.step != "done":
            self.go(STEPS[self.place + 1])

    def go(self, step: Step) -> None:
        """To a step."""
        self._run(self._go(step))

    def leave(self) -> None:
        """Put it away; it can be opened again where it stood."""
        kept = _OVER if self.step == "done" else _LEFT + self.step
        self._tasks.start(self._keep({SETTING: kept}))
        self.left.emit()

    def check_whatsapp(self) -> None:
        """Keep what was entered and see whether it works."""
        self._run(self._check_whatsapp())

    def try_crm(self) -> None:
        """See whether the CRM takes what was entered."""
        self._run(self._try_crm())

    def play(self, language: str, theme: str) -> None:
        """Open the sandbox."""
        if self._playing is None:
            self.problem = None
            self._playing = self._tasks.start(self._play(language, theme))
            self.changed.emit()

    async def stop_playing(self) -> None:
        """Close the sandbox."""
        task = self._playing
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _run(self, work: Any) -> None:
        if self.busy:
            work.close()
            return
        self.busy, self.problem, self.missing = True, None, ()
        self.changed.emit()
        self._tasks.start(self._to_its_end(work))

    async def _to_its_end(self, work: Any) -> None:
        try:
            await work
        except ProblemError as error:
            self.problem = error.problem
        finally:
            self.busy = False
        self.changed.emit()

    async def _next(self) -> None:
        here = self.step
        if not self._enough():
            return
        keys_before = self.keys_kept
        await self._keep(self._entered())
        if here == "telegram" and not keys_before and self.keys_kept:
            await self._sign_in.load()  # the same step goes on: phone, code, password
            return
        await self._go(STEPS[min(self.place + 1, len(STEPS) - 1)])

    def _entered(self) -> dict[str, str]:
        """What is to be kept of this step. A number without its secrets is none."""
        asked = ASKED.get(self.step, ())
        entered = {id_: self.values.get(id_, "").strip() for id_ in asked}
        needed = _NEEDED.get(self.step, ())
        if needed and not entered[needed[0]]:
            return {}
        return settings.changes(self._kept, entered)

    def _enough(self) -> bool:
        """Whether what was begun is whole; a step where nothing was entered is skipped."""
        value = {id_: self.values.get(id_, "").strip() for id_ in ASKED.get(self.step, ())}
        needed = _NEEDED.get(self.step, ())
        if self.step == "crm" and value["crm.target"] == "tryton":
            needed = _TRYTON
        needed = tuple(id_ for id_ in needed if settings.shown(known(id_), self.values))
        begun = any(value[id_] for id_ in needed if id_ != "whatsapp.verify_token")
        self.missing = tuple(id_ for id_ in needed if not value[id_]) if begun else ()
        if self.step == "crm" and needed and not begun:
            self.missing = needed
        bad = any(settings.fault(known(id_), v) for id_, v in value.items())
        return not self.missing and not bad

    async def _go(self, step: Step) -> None:
        await self._read()
        self.step = step
        await self._keep({SETTING: step if step != "done" else _OVER})
        await self._arrive()

    async def _arrive(self) -> None:
        self.checks, self.crm_tried = (), "no"
        if self.step == "whatsapp":
            self.webhook = await self._backend.checks.webhook()
            if not self.values.get("whatsapp.verify_token"):
                self.values["whatsapp.verify_token"] = self.make_up_token()
        if self.step == "telegram" and self.keys_kept:
            await self._sign_in.load()
        self.changed.emit()

    async def _read(self) -> None:
        self._kept = dict(await self._backend.settings())
        self.values = {id_: self._kept.get(id_) or d for id_, d in DEFAULTS.items()}
        self.values |= {id_: self._kept.get(id_, "") for id_ in settings.SECRETS}

    async def _keep(self, changed: Mapping[str, str]) -> None:
        if changed:
            await self._backend.save_settings(changed)
            shown = {id_: KEPT if id_ in settings.SECRETS else v for id_, v in changed.items()}
            self._kept.update(shown)

    async def _check_whatsapp(self) -> None:
        if self._enough() and self.values.get("whatsapp.phone_id", "").strip():
            await self._keep(self._entered())
            self.webhook = await self._backend.checks.webhook()
            self.checks = await self._backend.checks.whatsapp()
        elif not self.missing:
            self.missing = _NEEDED["whatsapp"]

    async def _try_crm(self) -> None:
        if self._enough():
            asked = {id_: self.values.get(id_, "") for id_ in ASKED["crm"]}
            self.crm_tried = await self._backend.checks.crm(asked) or "good"

    async def _play(self, language: str, theme: str) -> None:
        try:
            await self._backend.checks.play(language, theme)
        except ProblemError as error:
            self.problem = error.problem
        finally:
            self._playing = None
            self.changed.emit()

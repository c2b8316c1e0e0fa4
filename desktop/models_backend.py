"""The model manager's side of the application: implements ``viewmodels.models_port.Modelling``."""

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from core.domain.problems import Problem, ProblemError
from desktop.viewmodels.models_port import (
    Fit,
    ModelRow,
    ModelShelf,
    OnLoad,
    OnTrial,
    Side,
    Trial,
)
from desktop.viewmodels.settings import DEFAULTS
from models.about import inspect
from models.catalog import (
    STARTER,
    STARTER_PATH,
    SUFFIXES,
    Entry,
    load_catalog,
    resolve,
)
from models.download import Progress
from models.getting import get_model
from models.hub import Hub
from models.installed import Installed, installed, look_at, on_their_way, path_of
from models.installed import remove as take_away
from models.machine import Memory, memory

if TYPE_CHECKING:
    from desktop.application import Application

_NONE: Final = "none"


class _Measured(msgspec.Struct, frozen=True):
    """What the last trial of a file of that size found."""

    size: int
    tokens_per_s: float
    ms: float
    memory: int


class ModelsBackend:
    """Files, hub and trial of one application."""

    def __init__(self, application: "Application") -> None:
        self._app = application
        self._profile = application.profile
        self._notes = application.profile.models / "measured.json"

    async def shelf(self) -> ModelShelf:
        """The starter, what is installed, a file of the operator's own, what the catalog has."""
        return await asyncio.to_thread(self._shelf)

    def _shelf(self) -> ModelShelf:
        machine, measured = memory(), self._measured()
        chosen = self._profile.get("model.path") or STARTER
        here = [look_at(STARTER_PATH), *installed(self._profile.models)]
        rows = [self._row(one, machine, measured, chosen) for one in here]
        if chosen != _NONE and not any(row.in_use for row in rows):
            rows.append(self._chosen(chosen, machine, measured))
        catalog = {entry.name: entry for entry in load_catalog()}
        known = {row.name for row in rows}
        for part in on_their_way(self._profile.models):
            if part.name in known:
                continue  # the one that is here stands for both
            known.add(part.name)
            entry = catalog.get(part.name)
            row = _offer(entry or Entry(part.name, "chat", "", ""))
            rows.append(
                msgspec.structs.replace(
                    row,
                    place="unfinished",
                    size=part.total,
                    done=part.done,
                    resumable=entry is not None,
                )
            )
        rows += [_offer(entry) for name, entry in catalog.items() if name not in known]
        return ModelShelf(
            rows=tuple(rows),
            memory_total=machine.total,
            memory_free=machine.free,
            gpu=self._app.model.gpu,
            gpu_on=self._profile.get("model.gpu") == "on",
        )

    def _row(
        self, one: Installed, machine: Memory, measured: dict[str, _Measured], chosen: str
    ) -> ModelRow:
        built_in = one.path == STARTER_PATH
        own = not built_in and one.path.parent != self._profile.models
        ref = STARTER if built_in else str(one.path) if own else one.name
        kind = "speech" if one.path.suffix == SUFFIXES["speech"] else "chat"
        row = ModelRow(
            ref=ref,
            name=STARTER if built_in else one.name,
            kind=one.about.kind if one.about else kind,  # type: ignore[arg-type]
            built_in=built_in,
            own_file=own,
            in_use=kind == "chat" and chosen in (ref, str(one.path)),
            problem=one.problem,
        )
        about = one.about
        if about is None:
            return row
        note = measured.get(str(one.path))
        if note is None or note.size != about.size:
            note = _Measured(about.size, 0.0, 0.0, 0)
        need = max(about.memory, note.memory)
        return msgspec.structs.replace(
            row,
            size=about.size,
            memory=need,
            fit="yes" if row.in_use else fit(need, machine),
            parameters=about.parameters,
            quantisation=about.quantisation,
            languages=("en",) if about.english else row.languages,
            tokens_per_s=note.tokens_per_s,
            ms=note.ms,
        )

    def _chosen(self, ref: str, machine: Memory, measured: dict[str, _Measured]) -> ModelRow:
        """What is in use from outside the models folder."""
        try:
            path = resolve(ref, self._profile.models)
        except ProblemError as error:
            return ModelRow(ref=ref, name=Path(ref).stem, in_use=True, problem=error.problem)
        row = self._row(look_at(path), machine, measured, str(path))
        return msgspec.structs.replace(row, ref=ref)

    async def download(self, name: str, on_load: OnLoad) -> None:
        """Get an entry of the catalog."""
        entry = next((one for one in load_catalog() if one.name == name), None)
        if entry is None:
            raise ProblemError(Problem("model-unknown", {"name": name}))

        def tell(progress: Progress) -> None:
            on_load(progress.stage, progress.done, progress.total)

        address = self._profile.get("models.hub").strip() or DEFAULTS["models.hub"]
        async with Hub(address) as hub:
            await get_model(hub, entry, self._profile.models, on_progress=tell)

    async def remove(self, name: str) -> None:
        """Take it away; never what reads threads now."""
        chosen = self._profile.get("model.path") or STARTER
        path = path_of(self._profile.models, name, "chat")
        if name == STARTER or chosen in (name, str(path)):
            raise ProblemError(Problem("model-in-use", {"name": name}))
        await asyncio.to_thread(take_away, self._profile.models, name)

    async def look(self, path: str) -> ModelRow:
        """A model file of the operator's own."""
        file = await asyncio.to_thread(resolve, path)
        about = await asyncio.to_thread(inspect, file)
        if about.kind != "chat":
            detail = {"name": file.name, "detail": about.kind}
            raise ProblemError(Problem("model-foreign", detail))
        chosen = self._profile.get("model.path") or STARTER
        return self._row(look_at(file), memory(), self._measured(), chosen)

    async def trial(self, ref: str, on_trial: OnTrial) -> Trial:
        """Run the model beside the one in use."""
        from core.pipeline.corrections import corrected_threads
        from desktop.trial import compare

        candidate = await asyncio.to_thread(resolve, ref, self._profile.models)
        chosen = self._profile.get("model.path") or STARTER
        present: Path | None = None
        with contextlib.suppress(ProblemError):  # a model that is gone reads nothing: rules alone
            if chosen != _NONE:
                present = await asyncio.to_thread(resolve, chosen, self._profile.models)
        own = await self._app.store.read(corrected_threads)
        result = await compare(
            (ref, _name_of(ref), candidate),
            (chosen if present else "", _name_of(chosen), present),
            recognizers=self._app.recognizers(),
            own=[(line, line.gold) for line in own],
            make=self._app.model.make,
            on_trial=on_trial,
        )
        sides = ((candidate, result.candidate), (present, result.present))
        await asyncio.to_thread(self._note, sides)
        return result

    async def use(self, ref: str) -> None:
        """Let it read from now on."""
        await self._app.reconfigure({"model.path": ref})

    async def use_gpu(self, on: bool) -> None:
        """Start the model anew, on the graphics card or beside it."""
        await self._app.reconfigure({"model.gpu": "on" if on else "off"})

    def _measured(self) -> dict[str, _Measured]:
        try:
            return msgspec.json.decode(self._notes.read_bytes(), type=dict[str, _Measured])
        except (OSError, msgspec.MsgspecError, UnicodeError):
            return {}

    def _note(self, sides: Sequence[tuple[Path | None, Side]]) -> None:
        """Keep what was measured; it is no loss where it cannot be kept."""
        known = self._measured()
        with contextlib.suppress(OSError):
            for path, side in sides:
                if path is not None and side.ms:
                    size, speed = path.stat().st_size, round(side.tokens_per_s, 1)
                    known[str(path)] = _Measured(size, speed, round(side.ms, 1), side.memory)
            self._notes.parent.mkdir(parents=True, exist_ok=True)
            self._notes.write_bytes(msgspec.json.encode(known))


def fit(need: int, machine: Memory) -> Fit:
    """Whether a model that takes ``need`` bytes can run on this machine: ``tight`` where other
    programs would have to be closed first."""
    if not need or not machine.total:
        return "unknown"
    if need > machine.total:
        return "no"
    return "tight" if need > machine.free else "yes"


def _name_of(ref: str) -> str:
    return ref if "/" not in ref and "\\" not in ref else Path(ref).stem


def _offer(entry: Entry) -> ModelRow:
    return ModelRow(
        ref=entry.name, name=entry.name, kind=entry.kind, place="offered",
        languages=entry.languages, ru=entry.ru, en=entry.en,
    )  # fmt: skip

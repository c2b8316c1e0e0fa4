"""Models in memory: one in use, one to try, one on its way, some to be had."""

import asyncio

import msgspec

from core.domain.problems import Problem, ProblemError
from desktop.viewmodels.models_port import (
    Figures,
    ModelRow,
    ModelShelf,
    OnLoad,
    OnTrial,
    Side,
    Trial,
)

MB, GB = 1 << 20, 1 << 30


class SampleModels:
    """Implements Modelling. ``fail`` is raised by the next call that does something."""

    def __init__(self) -> None:
        self.fail: Problem | None = None
        self.calls: list[tuple[object, ...]] = []
        self.total = 16 * GB
        self.free = 6 * GB
        self.gpu = self.gpu_on = False
        self.rows: dict[str, ModelRow] = {
            row.name: row
            for row in (
                ModelRow(ref="starter", name="starter", built_in=True, in_use=True, size=20 * MB,
                         memory=160 * MB, fit="yes", parameters=19_000_000, quantisation="Q8_0",
                         tokens_per_s=4180, ms=41),
                ModelRow(ref="qwen3-1.7b", name="qwen3-1.7b", size=1830 * MB, memory=2400 * MB,
                         fit="yes", parameters=1_720_000_000, quantisation="Q8_0",
                         tokens_per_s=46, ms=2140),
                ModelRow(ref="/models/big-70b.gguf", name="big-70b", own_file=True,
                         size=40 * GB, memory=43 * GB, fit="no", parameters=70_000_000_000,
                         quantisation="Q4_K_M"),
                ModelRow(ref="qwen3-4b", name="qwen3-4b", place="unfinished", size=2500 * MB,
                         done=900 * MB),
                ModelRow(ref="qwen3-8b", name="qwen3-8b", place="offered", languages=("ru", "en"),
                         ru="Самая сильная из этих: для рабочей станции с 32 ГБ памяти.",
                         en="The strongest of these: for a workstation with 32 GB of memory."),
                ModelRow(ref="whisper-base", name="whisper-base", kind="speech", place="offered",
                         languages=("ru", "en"),
                         ru="Голосовые сообщения: быстро, с ошибками в именах и числах.",
                         en="Voice messages: fast, with mistakes in names and numbers."),
            )
        }  # fmt: skip

    async def shelf(self) -> ModelShelf:
        return ModelShelf(
            rows=tuple(self.rows.values()), memory_total=self.total, memory_free=self.free,
            gpu=self.gpu,
            gpu_on=self.gpu_on,
        )  # fmt: skip

    async def download(self, name: str, on_load: OnLoad) -> None:
        self._act("download", name)
        total = self.rows[name].size or 500 * MB
        done = self.rows[name].done
        try:
            while done < total:
                on_load("loading", done, total)
                await asyncio.sleep(0.005)
                done += 100 * MB
        except asyncio.CancelledError:
            self._put(name, place="unfinished", done=done, size=total)
            raise
        self._put(name, place="here", size=total, memory=total, fit="yes", done=0)

    async def remove(self, name: str) -> None:
        self._act("remove", name)
        self.rows.pop(name)

    async def look(self, path: str) -> ModelRow:
        self._act("look", path)
        return ModelRow(ref=path, name="mine", own_file=True, size=MB, memory=MB, fit="yes")

    async def trial(self, ref: str, on_trial: OnTrial) -> Trial:
        self._act("trial", ref)
        for step in range(1, 19):
            on_trial(step, 18)
            await asyncio.sleep(0.01)
        return Trial(
            candidate=Side(
                ref=ref, name=ref.rpartition("/")[2],
                sample=Figures(turns=53, threads=15, primary=0.906, facts_f1=0.86),
                own=Figures(turns=12, threads=9, primary=11 / 12, facts_f1=0.9),
                ms=2140, tokens_per_s=46, memory=2200 * MB, unanswered=1,
            ),
            present=Side(
                ref="starter", name="starter",
                sample=Figures(turns=53, threads=15, primary=0.887, facts_f1=0.88),
                own=Figures(turns=12, threads=9, primary=0.75, facts_f1=0.84),
                ms=41, tokens_per_s=4180, memory=150 * MB,
            ),
            cut=True,
        )  # fmt: skip

    async def use(self, ref: str) -> None:
        self._act("use", ref)
        for name, row in self.rows.items():
            self._put(name, in_use=row.ref == ref)

    async def use_gpu(self, on: bool) -> None:
        self._act("use_gpu", on)
        self.gpu_on = on

    def _put(self, name: str, **changes: object) -> None:
        self.rows[name] = msgspec.structs.replace(self.rows[name], **changes)

    def _act(self, *call: object) -> None:
        self.calls.append(call)
        if self.fail is not None:
            problem, self.fail = self.fail, None
            raise ProblemError(problem)

"""A candidate beside the model in use, on the sample that ships and on what was corrected."""

import asyncio
import shutil
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from core.understanding.pool import LocalRecognizers
from desktop import trial
from desktop.application import Application
from desktop.models_backend import ModelsBackend, fit
from desktop.profile import Profile
from desktop.secrets import FileSecrets
from desktop.trial import compare, sample
from desktop.viewmodels.models_port import LoadStage, ModelRow, Side
from models.client import LocalModel
from models.machine import Memory
from models.starter.export import tiny_model
from tests.desktop.app.test_corrections_command import correct

GB = 1 << 30


def test_the_sample_that_ships_speaks_both_languages_and_is_soon_read() -> None:
    threads = sample()
    clients = [{m.id for m in thread.messages if m.sender == "client"} for thread, _ in threads]
    assert all(thread.messages and gold.turns for thread, gold in threads)
    for (_, gold), ids in zip(threads, clients, strict=True):
        assert {turn.message for turn in gold.turns} <= ids
    assert {str(thread.id)[:2] for thread, _ in threads} == {"ru", "en"}
    assert sum(map(len, clients)) <= 60


@pytest.fixture
def short_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "sample.jsonl"
    file.write_bytes(b"\n".join(trial.SAMPLE.read_bytes().splitlines()[:3]))
    monkeypatch.setattr(trial, "SAMPLE", file)
    return file


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return tiny_model(tmp_path / "tiny.gguf")


async def test_both_read_the_same_and_the_difference_shows(short_sample: Path, tiny: Path) -> None:
    steps: list[tuple[int, int]] = []
    own = sample()[:1]
    result = await compare(
        ("tiny", "tiny", tiny), ("", "none", None),
        recognizers=LocalRecognizers(), own=own, make=LocalModel,
        on_trial=lambda done, of: steps.append((done, of)),
    )  # fmt: skip
    one, other = result.candidate, result.present
    assert steps == [(n, 4) for n in range(5)]
    assert one.sample.turns == other.sample.turns == sum(len(g.turns) for _, g in sample())
    assert one.own.turns == other.own.turns == len(own[0][1].turns)
    assert 0 < other.sample.primary <= 1
    assert 0 < other.sample.facts_f1 <= 1
    assert (one.ms > 0, one.tokens_per_s > 0, one.memory > 0) == (True, True, True)
    assert (other.ms, other.memory, result.cut) == (0, 0, False)


async def test_a_slow_model_is_judged_by_what_it_reads_in_time(
    short_sample: Path, tiny: Path
) -> None:
    result = await compare(
        ("tiny", "tiny", tiny), ("", "none", None), recognizers=LocalRecognizers(), own=(),
        make=LocalModel, on_trial=lambda *_: None, seconds=0,
    )  # fmt: skip
    assert (result.candidate.sample.threads, result.present.sample.threads) == (1, 1)
    assert result.cut


async def test_a_trial_that_is_stopped_leaves_no_process(short_sample: Path, tiny: Path) -> None:
    made: list[LocalModel] = []

    def make(path: Path) -> LocalModel:
        made.append(LocalModel(path))
        return made[-1]

    begun = asyncio.Event()
    running = asyncio.create_task(
        compare(
            ("tiny", "tiny", tiny), ("", "none", None), recognizers=LocalRecognizers(), own=(),
            make=make, on_trial=lambda done, _: begun.set() if done else None,
        )
    )  # fmt: skip
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [model.state for model in made] == ["stopped"]


async def test_a_file_that_is_no_model_is_told(short_sample: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"GGUF" + b"\xff" * 100)
    with pytest.raises(ProblemError, match="model-unfit"):
        await compare(
            ("bad", "bad", bad), ("", "none", None), recognizers=LocalRecognizers(), own=(),
            make=LocalModel, on_trial=lambda *_: None,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("need", "total", "free", "fits"),
    [(1, 8, 4, "yes"), (6, 8, 4, "tight"), (9, 8, 4, "no"), (0, 8, 4, "unknown"),
     (1, 0, 0, "unknown")],
)  # fmt: skip
def test_whether_a_model_fits_this_machine(need: int, total: int, free: int, fits: str) -> None:
    assert fit(need * GB, Memory(total * GB, free * GB)) == fits


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    folder = tmp_path / "profile"
    made = Profile(folder, FileSecrets(folder))
    made.save({"crm.target": "off"})
    return made


@pytest.fixture
def backend(profile: Profile) -> ModelsBackend:
    return ModelsBackend(
        Application(
            profile, on_change=lambda _: None, on_health=lambda: None, on_typing=lambda _: None
        )
    )


async def rows(backend: ModelsBackend) -> dict[str, ModelRow]:
    return {row.name: row for row in (await backend.shelf()).rows}


async def test_the_shelf_tells_what_is_here_and_what_reads(
    backend: ModelsBackend, profile: Profile, tiny: Path
) -> None:
    profile.models.mkdir()
    shutil.copy(tiny, profile.models / "other.gguf")
    (profile.models / "broken.gguf").write_bytes(b"nothing")
    found = await rows(backend)
    starter, other = found["starter"], found["other"]
    assert (starter.built_in, starter.in_use, starter.place) == (True, True, "here")
    assert (other.ref, other.in_use, other.memory > 0) == ("other", False, True)
    assert found["broken"].problem is not None
    assert found["qwen3-4b"].place == "offered"
    profile.save({"model.path": str(tiny)})
    found = await rows(backend)
    assert (found["tiny"].in_use, found["tiny"].own_file) == (True, True)
    assert not found["starter"].in_use
    profile.save({"model.path": "/nowhere/gone.gguf"})
    gone = (await rows(backend))["gone"]
    assert gone.in_use
    assert gone.problem is not None


async def test_what_reads_cannot_be_removed_nor_the_starter(
    backend: ModelsBackend, profile: Profile, tiny: Path
) -> None:
    profile.models.mkdir()
    for name in ("one", "two"):
        shutil.copy(tiny, profile.models / f"{name}.gguf")
    profile.save({"model.path": "one"})
    for name in ("one", "starter"):
        with pytest.raises(ProblemError, match="model-in-use"):
            await backend.remove(name)
    await backend.remove("two")
    assert "two" not in await rows(backend)


async def test_a_file_of_the_operators_own_is_looked_at_first(
    backend: ModelsBackend, tmp_path: Path, tiny: Path
) -> None:
    row = await backend.look(str(tiny))
    assert (row.ref, row.name, row.own_file) == (str(tiny), "tiny", True)
    bad = tmp_path / "letter.gguf"
    bad.write_bytes(b"Dear Sir")
    with pytest.raises(ProblemError, match="model-foreign"):
        await backend.look(str(bad))


async def test_an_unknown_entry_is_refused_before_the_hub_is_asked(backend: ModelsBackend) -> None:
    def told(_stage: LoadStage, _done: int, _total: int) -> None:
        raise AssertionError("nothing is loaded")

    with pytest.raises(ProblemError, match="model-unknown"):
        await backend.download("no such", told)


async def test_the_operators_corrections_are_part_of_the_trial_and_the_speed_is_kept(
    short_sample: Path, profile: Profile, tiny: Path
) -> None:
    await correct(profile.folder)
    application = Application(
        profile, on_change=lambda _: None, on_health=lambda: None, on_typing=lambda _: None
    )
    await application.open()
    backend = ModelsBackend(application)
    try:
        result = await backend.trial(str(tiny), lambda *_: None)
        side: Side = result.candidate
        assert (side.own.turns, side.own.threads) == (1, 1)
        assert (result.present.ref, result.present.name) == ("starter", "starter")
        assert (await backend.look(str(tiny))).tokens_per_s == round(side.tokens_per_s, 1)
        starter = (await rows(backend))["starter"]
        assert starter.tokens_per_s == round(result.present.tokens_per_s, 1)
        assert profile.get("model.path") == "starter"
    finally:
        await application.close()

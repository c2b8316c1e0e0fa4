"""`threadline corrections export`, and that its file goes through `threadline evaluate`."""

import asyncio
import stat
from pathlib import Path

from click.testing import CliRunner

from core.pipeline.reviews import Reviews
from core.pipeline.understanding import UnderstandingStage
from core.store.read import facts as read_facts
from core.store.store import Store
from desktop.cli import cli
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import TG, BudgetReader, judge, said, to_sales


async def correct(profile: Path) -> None:
    """A thread with a fact that the operator corrected and a tag that they set."""
    store = Store(profile / "threadline.db")
    await store.open()
    stage = UnderstandingStage(store, BudgetReader(), judge, to_sales, model=lambda: "ready")
    reviews = Reviews(store)
    await store.append([said(TG, "1", "У нас бюджет 100 тысяч рублей")])
    await settle(stage.step)
    (row,) = await store.read(lambda conn: read_facts.facts(conn, 1))
    await reviews.review_fact(1, row.fact, "corrected", "100000 RUB")
    await reviews.correct_intents(1, ["payment"])
    await store.close()


def test_what_was_corrected_goes_through_evaluate(tmp_path: Path) -> None:
    profile, out = tmp_path / "profile", tmp_path / "private" / "mine.jsonl"
    asyncio.run(correct(profile))
    log = (profile / "threadline.db").read_bytes()
    run = CliRunner().invoke(
        cli, ["--profile", str(profile), "corrections", "export", "--out", str(out)]
    )
    assert run.exit_code == 0, run.output
    assert run.output.startswith("1 threads, 1 turns with intents, 1 facts")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert (profile / "threadline.db").read_bytes() == log
    run = CliRunner().invoke(cli, ["evaluate", str(out), "--model", "none"])
    assert run.exit_code == 0, run.output
    assert "none: 1 turns, primary intent right" in run.output
    assert "facts F1 1.000" in run.output


def test_a_profile_without_a_log_or_with_another_file_is_a_sentence(tmp_path: Path) -> None:
    for content in (None, b"no database " * 100):
        if content is not None:
            (tmp_path / "threadline.db").write_bytes(content)
        run = CliRunner().invoke(
            cli,
            ["--profile", str(tmp_path), "corrections", "export", "--out", str(tmp_path / "o")],
        )
        assert (run.exit_code, len(run.output.splitlines())) == (1, 1), run.output
        assert not (tmp_path / "o").exists()

"""`threadline evaluate`: how right the reader is on threads that a person labelled."""

import statistics
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from core.domain.problems import ProblemError
from core.domain.reading import Turn
from core.understanding.batch import ThreadLine, turns_of
from core.understanding.fold import thread_intents
from core.understanding.pool import RecognizerPool
from core.understanding.reader import Reader
from core.understanding.scoring import Gold, Score
from models.catalog import resolve
from models.client import LocalModel


class _Labelled(msgspec.Struct, frozen=True):
    gold: Gold = Gold()


def labelled(files: Iterable[Path]) -> Iterator[tuple[ThreadLine, Gold]]:
    """The threads of the files with what should be read in them. Raises ValueError."""
    for file in files:
        for number, line in enumerate(file.read_bytes().splitlines(), 1):
            if line.strip():
                try:
                    thread = msgspec.json.decode(line, type=ThreadLine)
                    yield thread, msgspec.json.decode(line, type=_Labelled).gold
                except msgspec.DecodeError as error:
                    raise ValueError(f"{file.name}:{number}: {error}") from error


async def score(
    reader: Reader, threads: Iterable[tuple[ThreadLine, Gold]], into: Score | None = None
) -> Score:
    """Read every thread and compare; the figures are added to ``into``. Raises ProblemError where
    the model cannot read."""
    result = into or Score()
    for thread, gold in threads:
        turns = turns_of(thread)
        index = {m.id: at for at, m in enumerate(thread.messages)}
        read = await reader.understand_thread(str(thread.id), turns)
        for turn in gold.turns:
            upto: list[Turn] = turns[: index[turn.message] + 1]
            said = thread_intents(upto, read.readings)
            result.turn(said, turn.intents, read.readings[upto[-1].id].ms)
        if gold.facts is not None:
            result.thread(read.facts.standing, gold.facts, {t.id: t.text for t in turns})
    return result


def summary(name: str, result: Score) -> list[str]:
    """A few lines for a person."""
    facts = result.all_facts
    ms = sorted(result.ms) or [0.0]
    lines = [
        f"{name}: {result.turns} turns, primary intent right {result.primary_share:.3f},"
        f" macro F1 {result.macro_f1:.3f}, calibration error"
        f" {result.calibration['intents'].error:.3f}",
        f"{name}: {result.threads} threads, facts F1 {facts.f1:.3f} (precision"
        f" {facts.precision:.3f}, recall {facts.recall:.3f}), untrue quotes {result.untrue},"
        f" calibration error {result.calibration['facts'].error:.3f}",
        f"{name}: a turn takes {statistics.median(ms):.0f} ms in the middle,"
        f" {ms[int(len(ms) * 0.95)]:.0f} ms at the 95th percentile",
    ]
    return lines


def details(result: Score) -> list[str]:
    """Tag by tag and kind by kind, and what is taken for what."""
    lines = [
        f"  {tag:<18} F1 {share.f1:.2f}  precision {share.precision:.2f}  recall"
        f" {share.recall:.2f}  ({share.wanted})"
        for tag, share in result.tags.items()
    ]
    lines += [
        f"  {kind:<18} F1 {share.f1:.2f}  precision {share.precision:.2f}  recall"
        f" {share.recall:.2f}  ({share.wanted})"
        for kind, share in sorted(result.facts.items())
    ]
    lines += [
        f"  {wanted} taken for {said or 'nothing'}: {count}"
        for (wanted, said), count in result.confusions.most_common(12)
    ]
    return lines


async def evaluate_files(
    files: list[Path], model: str, *, verbose: bool, models: Path | None = None
) -> int:
    """Print the figures; returns the exit code. ``models`` is the folder where a model's name is
    looked up."""
    try:
        threads = list(labelled(files))
        local = None if model == "none" else LocalModel(resolve(model, models))
        if local is not None:
            await local.start()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except ProblemError as error:
        print(f"The model cannot be used: {error.problem.code}", file=sys.stderr)
        return 2
    pool = RecognizerPool()
    try:
        result = await score(Reader(pool, local), threads)
    except ProblemError as error:
        print(f"The threads cannot be read: {error.problem.code}", file=sys.stderr)
        return 1
    finally:
        await pool.close()
        if local is not None:
            await local.close()
    print("\n".join(summary(model, result) + (details(result) if verbose else [])))
    return 0

"""`threadline understand`: threads from a file, read without a window."""

import sys
from contextlib import ExitStack
from pathlib import Path

from core.domain.problems import ProblemError
from core.understanding.batch import understand_lines
from core.understanding.pool import RecognizerPool
from core.understanding.reader import Reader
from models.catalog import resolve
from models.client import LocalModel


async def understand_file(
    file: Path, model: str, out: Path | None, *, history: bool, models: Path | None = None
) -> int:
    """Read ``file``, write ``out`` (None: standard output); returns the exit code. ``models`` is
    the folder where a model's name is looked up."""
    try:
        local = None if model == "none" else LocalModel(resolve(model, models))
        if local is not None:
            await local.start()
    except ProblemError as error:
        about = ", ".join(error.problem.params.values())
        print(
            f"The model cannot be used ({error.problem.code}: {about}). Give --model the path of a"
            " GGUF file, 'starter', or 'none'.",
            file=sys.stderr,
        )
        return 2
    pool = RecognizerPool()
    with ExitStack() as files:
        source = files.enter_context(file.open("rb"))
        target = files.enter_context(out.open("wb")) if out else sys.stdout.buffer
        try:
            async for line in understand_lines(source, Reader(pool, local), history=history):
                target.write(line.rstrip(b"\n") + b"\n")
                target.flush()
        finally:
            await pool.close()
            if local is not None:
                await local.close()
    return 0

"""The process's main: one sound file in, a line of JSON out. ``MODEL FILE``."""

import argparse
import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import msgspec

from core.domain.problems import Problem, ProblemError
from models.about import inspect
from models.speech.words import Heard, Part, kept
from models.worker.serve import fitting


def hear(model: Path, file: Path, threads: int) -> Heard:
    """What is said in ``file``, with the second of each part."""
    from pywhispercpp.model import Model

    from models.speech.decode import RATE, decode, sounding

    sound = decode(file)
    whisper = Model(
        str(model),
        redirect_whispercpp_logs_to=None,
        n_threads=threads,
        # a model of English alone would take its time to guess at something else
        language="en" if inspect(model).english else "auto",
        print_progress=False,
        print_realtime=False,
        print_timestamps=False,
        no_context=True,
        suppress_nst=True,
    )
    said = whisper.transcribe(sound)
    end = int(1000 * len(sound) / RATE)
    # whisper.cpp counts in hundredths of a second, and past the end of a short file
    places = ((min(int(s.t0) * 10, end), min(int(s.t1) * 10, end), s.text) for s in said)
    return Heard(kept(Part(sounding(sound, at, until), text) for at, until, text in places))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what was heard, or why not, and end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--threads", type=int, default=fitting(small=False))
    asked = parser.parse_args(arguments)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    # whisper.cpp prints where it likes: the answer has a stream of its own
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        heard = hear(asked.model, asked.file, asked.threads)
    except ProblemError as error:
        heard = Heard(problem=error.problem)
    except Exception as error:  # whisper.cpp's bindings raise whatever C++ did
        traceback.print_exc()
        detail = f"{type(error).__name__} {error}"[:80].strip()
        heard = Heard(problem=Problem("speech-failed", {"detail": detail}))
    with out:
        out.write(msgspec.json.encode(heard))
    return 0

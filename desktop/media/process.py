"""The process's main: opens one file that a client sent, and ends. A damaged one may end it
before that; the window stands."""

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import msgspec

from core.domain.problems import Problem, ProblemError
from core.understanding.bounds import Exceeded, bounded
from desktop.media.words import PageAsk, PageHead, SoundHead


def main(arguments: Sequence[str] | None = None) -> int:
    """``sound FILE``, ``peaks FILE`` or ``page FILE JSON``; writes a line of JSON, then bytes."""
    what, file, *more = list(sys.argv[1:] if arguments is None else arguments)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(5)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    head, data = _open(what, Path(file), more)
    with out:
        out.write(msgspec.json.encode(head) + b"\n")
        out.write(data)
    return 0


def _open(what: str, file: Path, more: Sequence[str]) -> tuple[SoundHead | PageHead, bytes]:
    made = PageHead if what == "page" else SoundHead
    try:
        with bounded():
            if what == "page":
                from desktop.media.pages import draw

                return draw(file, msgspec.json.decode(more[0], type=PageAsk))
            from desktop.media.sound import load

            head, data = load(file)
            return head, data if what == "sound" else b""
    except ProblemError as error:
        code, params = error.problem.code, error.problem.params
        return made(problem=Problem(code.replace("speech-", "sound-"), params)), b""
    except (Exceeded, MemoryError):
        return made(
            problem=Problem("document-too-heavy" if what == "page" else "sound-broken")
        ), b""
    except Exception:  # readers of foreign files raise whatever they like
        traceback.print_exc()
        return made(problem=Problem("document-broken" if what == "page" else "sound-broken")), b""

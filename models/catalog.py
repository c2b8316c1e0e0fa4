"""Which models there are: the starter that ships, or a GGUF by its path."""

from pathlib import Path
from typing import Final

from core.domain.problems import Problem, ProblemError

STARTER: Final = "starter"
STARTER_PATH: Final = Path(__file__).resolve().parent / "starter" / "threadline-starter.gguf"


def resolve(name_or_path: str | Path) -> Path:
    """The file of the model with that name, or at that path.

    Raises ProblemError (`model-missing`) where there is no such file.
    """
    text = str(name_or_path)
    path = STARTER_PATH if text in {"", STARTER} else Path(text).expanduser()
    if not path.is_file():
        raise ProblemError(Problem("model-missing", {"path": str(path)}))
    return path

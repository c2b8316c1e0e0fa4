"""Which models there are: the starter that ships, what is installed, what can be got."""

import re
import tomllib
from pathlib import Path
from typing import Final

import msgspec
from platformdirs import user_data_path

from core.domain.problems import Problem, ProblemError
from models.about import Kind
from models.starter import STARTER_PATH as STARTER_PATH

STARTER: Final = "starter"
CATALOG_FILE: Final = Path(__file__).parents[1] / "resources" / "models" / "catalog.toml"
SUFFIXES: Final[dict[Kind, str]] = {"chat": ".gguf", "speech": ".bin"}

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_STEP: Final = re.compile(r"(?!\.+$)[^\x00-\x1f\\:?#%]+")
_RESERVED: Final = ("", STARTER, "none")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model that a hub has. ``ru`` and ``en`` say in a sentence for whom it is."""

    name: str
    kind: Kind
    repo: str
    file: str
    languages: tuple[str, ...] = ()
    ru: str = ""
    en: str = ""


class _Catalog(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    models: tuple[Entry, ...]


def load_catalog(path: Path = CATALOG_FILE) -> tuple[Entry, ...]:
    """The models on offer. Raises ProblemError (`models-catalog`: file, detail)."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _Catalog).models
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _wrong_catalog(path, str(error)) from error
    for number, one in enumerate(found):
        place = place_of(f"{one.repo}/{one.file}")
        if not is_name(one.name) or place is None or (place.repo, place.kind) != (
            one.repo, one.kind,
        ):  # fmt: skip
            raise _wrong_catalog(path, one.name)
        if any(one.name == other.name for other in found[:number]):
            raise _wrong_catalog(path, one.name)
    return found


def _wrong_catalog(path: Path, detail: str) -> ProblemError:
    return ProblemError(Problem("models-catalog", {"file": path.name, "detail": detail}))


def is_name(text: str) -> bool:
    """Whether an installed model may be called so."""
    return bool(_NAME.fullmatch(text)) and text.lower() not in _RESERVED


def place_of(text: str) -> Entry | None:
    """What ``OWNER/REPO/FILE`` names, under the name of its file; None where it names no model
    file."""
    owner, _, rest = text.partition("/")
    repo, _, file = rest.partition("/")
    if not all(_STEP.fullmatch(step) for step in (owner, repo, *file.split("/"))):
        return None
    kind = next((kind for kind, suffix in SUFFIXES.items() if file.lower().endswith(suffix)), None)
    stem = file.rpartition("/")[2].rpartition(".")[0]
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.")[:100]
    if kind is None or not is_name(name):
        return None
    return Entry(name, kind, f"{owner}/{repo}", file)


def wanted(text: str) -> Entry:
    """The catalog's entry of that name, or what ``OWNER/REPO/FILE`` names.

    Raises ProblemError (`model-unknown`).
    """
    if "/" in text:
        found = place_of(text)
    else:
        found = next((one for one in load_catalog() if one.name == text), None)
    if found is None:
        raise ProblemError(Problem("model-unknown", {"name": text}))
    return found


def default_folder() -> Path:
    """Where models lie when no profile is named."""
    return user_data_path("Threadline", appauthor=False) / "models"


def resolve(name_or_path: str | Path, folder: Path | None = None) -> Path:
    """The file of the model with that name (in ``folder``, where models are installed), or at
    that path, which may be a folder with one GGUF in it.

    Raises ProblemError (`model-missing`, `model-choice`).
    """
    text = str(name_or_path)
    if text in {"", STARTER}:
        path = STARTER_PATH
    elif is_name(text) and (here := (folder or default_folder()) / f"{text}.gguf").is_file():
        return here
    else:
        path = Path(text).expanduser()
    if path.is_dir():
        models = sorted(path.glob("*.gguf"))
        if len(models) > 1:
            names = ", ".join(model.name for model in models[:5])
            raise ProblemError(Problem("model-choice", {"path": str(path), "detail": names}))
        path = models[0] if models else path / "*.gguf"
    if not path.is_file():
        raise ProblemError(Problem("model-missing", {"path": str(path)}))
    return path

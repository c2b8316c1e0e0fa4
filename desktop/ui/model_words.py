"""A model in the operator's words."""

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.viewmodels.models import Load
from desktop.viewmodels.models_port import Figures, ModelRow, ModelShelf

_LONG = 34


def size(shell: Shell, count: int) -> str:
    """Bytes: ``630 MB``, ``2.4 GB``."""
    if count < 10 << 20:
        return formats.size(shell.i18n, count)
    if count < 1 << 30:
        return shell.tr("size-mb", n=str(round(count / (1 << 20))))
    return shell.tr("size-gb", n=decimal(shell, count / (1 << 30), 1 if count < 10 << 30 else 0))


def decimal(shell: Shell, value: float, digits: int) -> str:
    """With the comma or the point of the language."""
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if shell.i18n.lang == "ru" else text


def short(name: str) -> str:
    """A name that fits a button; the end tells quantisations apart."""
    return name if len(name) <= _LONG else f"{name[: _LONG - 13]}…{name[-12:]}"


def title(shell: Shell, row: ModelRow) -> str:
    """What the model is called."""
    return shell.tr("model-starter") if row.built_in else row.name


def about(shell: Shell, row: ModelRow) -> str:
    """A sentence: for whom it is, or where it lies."""
    if row.built_in:
        return shell.tr("model-starter-text")
    if row.own_file:
        return row.ref
    text = row.ru if shell.i18n.lang == "ru" else row.en
    return text or (shell.tr("model-speech") if row.kind == "speech" else "")


def measures(shell: Shell, row: ModelRow) -> str:
    """What is known of it, in figures."""
    said = []
    if row.size and row.place == "here":
        said.append(size(shell, row.size))
    if row.parameters >= 10**8:
        count = decimal(shell, row.parameters / 1e9, 1 if row.parameters < 10**10 else 0)
        said.append(shell.tr("model-parameters-b", n=count))
    elif row.parameters:
        said.append(shell.tr("model-parameters-m", n=round(row.parameters / 1e6)))
    if row.quantisation:
        said.append(row.quantisation)
    if row.languages:
        said.append(", ".join(code.upper() for code in row.languages))
    if row.tokens_per_s:
        said.append(shell.tr("model-speed", n=round(row.tokens_per_s), ms=round(row.ms)))
    return " · ".join(said)


def fitness(shell: Shell, row: ModelRow, shelf: ModelShelf) -> str:
    """Whether this machine has the memory for it; '' where that is not known."""
    if not row.memory or row.fit == "unknown":
        return ""
    need = size(shell, row.memory)
    if row.in_use:
        return shell.tr("model-takes", need=need)
    return shell.tr(
        f"model-fit-{row.fit}",
        need=need,
        free=size(shell, shelf.memory_free),
        total=size(shell, shelf.memory_total),
    )


def progress(shell: Shell, row: ModelRow, load: Load | None) -> str:
    """How far a download is."""
    done, total = (load.done, load.total) if load else (row.done, row.size)
    if load is not None and load.stage != "loading":
        return shell.tr(f"model-{load.stage}")
    if not total:
        return ""
    key = "model-loading" if load else "model-paused"
    return shell.tr(key, done=size(shell, done), total=size(shell, total), n=done * 100 // total)


def share(shell: Shell, figures: Figures) -> str:
    """Primary intents that were right."""
    return f"{round(figures.primary * 100)}{formats.NBSP}%" if figures.turns else "—"


def facts(shell: Shell, figures: Figures) -> str:
    """F1 of facts."""
    return decimal(shell, figures.facts_f1, 2) if figures.threads else "—"

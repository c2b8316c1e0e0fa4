"""`threadline models`: what is installed, getting, checking and removing models."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desktop.profile import Profile
    from models.about import About
    from models.download import Progress
    from models.hub import Hub


@click.group()
def models() -> None:
    """Language models on this machine: list, get, check, remove."""


@models.command("list")
@click.pass_context
def list_models(context: click.Context) -> None:
    """What is installed, what is unfinished, what the catalog has."""
    from models.catalog import STARTER, STARTER_PATH, load_catalog
    from models.installed import installed, look_at, on_their_way

    with _problems_told(context) as profile:
        chosen = profile.get("model.path") or STARTER
        found = installed(profile.models)
        if STARTER_PATH.is_file():
            found.insert(0, look_at(STARTER_PATH))
        click.echo(f"Installed in {profile.models} (* reads threads now):")
        for one in found:
            name = STARTER if one.path == STARTER_PATH else one.name
            mark = "*" if chosen in (name, str(one.path)) else " "
            text = _told(one.about) if one.about else _sentence(profile, one.problem)
            click.echo(f"{mark} {name:<24} {text}")
        waiting = on_their_way(profile.models)
        if waiting:
            click.echo("\nUnfinished (`threadline models get` goes on):")
        for part in waiting:
            click.echo(
                f"  {part.name:<24} {part.done * 100 // part.total} % of {_size(part.total)}"
            )
        here = {one.name for one in found}
        offered = [entry for entry in load_catalog() if entry.name not in here]
        if offered:
            click.echo("\nTo get with `threadline models get NAME`:")
        for entry in offered:
            about = entry.ru if profile.language == "ru" else entry.en
            tongues = ", ".join(entry.languages)
            click.echo(f"  {entry.name:<24} {entry.kind:<7} {tongues:<7} {about}")


@models.command()
@click.argument("name")
@click.option("--anyway", is_flag=True, help="Even if this machine has not the memory for it.")
@click.pass_context
def get(context: click.Context, name: str, anyway: bool) -> None:
    """Download NAME of the catalog, or OWNER/REPO/FILE of the hub.

    What was begun goes on where it stopped. Ctrl+C pauses.
    """
    from models.catalog import wanted
    from models.getting import get_model
    from models.installed import Installed
    from models.machine import memory

    with _problems_told(context) as profile:
        if name.count("/") == 1:
            raise click.ClickException(asyncio.run(_choices(profile, name)))
        entry = wanted(name)
        shown = _Shown(entry.name)

        async def work() -> Installed:
            async with _hub(profile) as hub:
                return await get_model(
                    hub, entry, profile.models, on_progress=shown.tell, anyway=anyway
                )

        try:
            done = asyncio.run(work())
        except KeyboardInterrupt:
            shown.end()
            click.echo("Paused. The same command goes on from here.", err=True)
            sys.exit(130)
        except BaseException:
            shown.end()
            raise
        shown.end()
        click.echo(f"{done.path}")
        if done.about is not None:
            click.echo(_told(done.about))
            if done.about.memory > memory().free > 0:
                click.echo("Close other programs before you use it: it is large.", err=True)


async def _choices(profile: "Profile", repo: str) -> str:
    """What can be got from a repository of which only the name was given."""
    from models.catalog import place_of

    async with _hub(profile) as hub:
        files = [file for file in await hub.files(repo) if place_of(f"{repo}/{file.path}")]
    lines = [f"  {repo}/{file.path}  {_size(file.size)}" for file in files]
    return "\n".join(
        ["Name one of its files:", *lines] if lines else [f"{repo} has no model files."]
    )


@models.command()
@click.argument("file")
@click.pass_context
def check(context: click.Context, file: str) -> None:
    """What FILE is (or the installed model of that name), and whether it is whole."""
    from core.domain.problems import Problem, ProblemError
    from models.about import inspect
    from models.getting import sha256_of
    from models.installed import origin_of
    from models.machine import memory

    with _problems_told(context) as profile:
        path = _find(profile, file)
        about = inspect(path)
        click.echo(f"{path}\n{_told(about)}")
        if about.kind == "chat" and not (about.template or about.protocol):
            click.echo("It has no chat template: it is asked in plain words.")
        has = memory()
        if has.total:
            fits = "fits" if about.memory <= has.total else "does not fit"
            click.echo(f"This machine has {_size(has.total)} ({_size(has.free)} free): it {fits}.")
        origin = origin_of(path)
        if origin is None:
            click.echo("No checksum is known of it.")
        elif sha256_of(path) == origin.sha256:
            click.echo(f"The checksum is that of {origin.repo}/{origin.path}.")
        else:
            raise ProblemError(Problem("model-checksum", {"name": path.name}))


@models.command()
@click.argument("name")
@click.pass_context
def remove(context: click.Context, name: str) -> None:
    """Delete an installed model, or what has come of an unfinished one."""
    from core.domain.problems import Problem, ProblemError
    from models.installed import remove as take_away

    with _problems_told(context) as profile:
        if profile.get("model.path") == name:
            raise ProblemError(Problem("model-in-use", {"name": name}))
        take_away(profile.models, name)
        click.echo(f"{name} was removed.")


@contextlib.contextmanager
def _problems_told(context: click.Context) -> Iterator["Profile"]:
    """The profile; what cannot be done is told in the operator's words and ends with 1."""
    from core.domain.problems import ProblemError
    from desktop.profile import Profile, default_folder
    from desktop.secrets import FileSecrets
    from desktop.shell.i18n import I18n

    folder = context.find_root().params["profile"] or default_folder()
    language = "system"
    try:
        profile = Profile(folder, FileSecrets(folder))
        language = profile.get("language")
        yield profile
    except ProblemError as error:
        raise click.ClickException(I18n(language).problem(error.problem)) from error


def _hub(profile: "Profile") -> "Hub":
    """A session with the hub of the settings; an empty field stands for the default."""
    from desktop.viewmodels.settings import DEFAULTS
    from models.hub import Hub

    return Hub(profile.get("models.hub").strip() or DEFAULTS["models.hub"])


def _sentence(profile: "Profile", problem: object) -> str:
    from core.domain.problems import Problem
    from desktop.shell.i18n import I18n

    assert isinstance(problem, Problem)
    return I18n(profile.get("language")).problem(problem)


def _find(profile: "Profile", file: str) -> Path:
    """A path, or the name of an installed model of either kind."""
    from models.catalog import SUFFIXES, is_name, resolve
    from models.installed import path_of

    if is_name(file):
        for kind in SUFFIXES:
            path = path_of(profile.models, file, kind)
            if path.is_file():
                return path
    return resolve(file, profile.models)


def _told(about: "About") -> str:
    """A line on a model."""
    parameters = f"{about.parameters / 1e9:.1f} B" if about.parameters >= 1e8 else (
        f"{about.parameters / 1e6:.1f} M" if about.parameters else ""
    )  # fmt: skip
    words = [
        "Threadline's own" if about.protocol else about.kind,
        about.architecture,
        f"{parameters} parameters" if parameters else "",
        about.quantisation,
        f"context {about.context}" if about.context else "",
        "chat template" if about.template else "",
        "English only" if about.english else "",
        _size(about.size),
        f"needs about {_size(about.memory)} of memory",
    ]
    return ", ".join(word for word in words if word)


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


class _Shown:
    """Progress on standard error: one line that is written over, or a line every ten percent
    where that is no terminal."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._live = sys.stderr.isatty()
        self._last: tuple[object, ...] = ()
        self._since: tuple[float, int] | None = None

    def tell(self, progress: "Progress") -> None:
        """Called for every piece that comes."""
        now = time.monotonic()
        step = int(now * 4) if self._live else progress.done * 10 // max(1, progress.total)
        if (progress.stage, step) == self._last:
            return
        self._last = (progress.stage, step)
        if progress.stage != "loading":
            self._since = None
        elif self._since is None:
            self._since = (now, progress.done)
        what = {"checking": "checking what is here", "waiting": "waiting for the line"}
        line = f"{self._name}: "
        if progress.total:
            line += f"{progress.done * 100 // progress.total} % of {_size(progress.total)} "
        line += what.get(progress.stage) or self._speed(progress)
        print(f"\r{line:<79}" if self._live else line, end="" if self._live else "\n",
              file=sys.stderr, flush=True)  # fmt: skip

    def _speed(self, progress: "Progress") -> str:
        if self._since is None:
            return ""
        seconds, count = time.monotonic() - self._since[0], progress.done - self._since[1]
        if seconds < 1 or not count:
            return ""
        left = round((progress.total - progress.done) * seconds / count)
        return f"at {_size(round(count / seconds))}/s, {left // 60}:{left % 60:02} left"

    def end(self) -> None:
        """Leave the line that is written over."""
        if self._live and self._last:
            print(file=sys.stderr)

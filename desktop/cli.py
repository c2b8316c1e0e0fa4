"""The commands. Nothing of Qt is imported before a window is asked for."""

import asyncio
import logging
import multiprocessing
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop.corrections import corrections
from desktop.doctor_command import doctor
from desktop.hub_command import hub
from desktop.models_command import models

if TYPE_CHECKING:
    from desktop.shell.garbage import Garbage


@click.group(invoke_without_command=True)
@click.option("--profile", type=click.Path(path_type=Path), help="Folder of the operator's data.")
@click.option("--headless", is_flag=True, help="No screen: the window is built and painted unseen.")
@click.option("--verbose", is_flag=True, help="Log more.")
@click.version_option(package_name="threadline")
@click.pass_context
def cli(context: click.Context, profile: Path | None, headless: bool, verbose: bool) -> None:
    """Threadline: the desk for people who sell in messengers. Without a command, the window."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    if context.invoked_subcommand is None:
        sys.exit(_window(profile, headless))


def _window(folder: Path | None, headless: bool) -> int:
    from desktop.shell.garbage import Garbage

    garbage = Garbage()
    garbage.start()
    try:
        return _window_on_qt(folder, headless, garbage)
    finally:
        garbage.stop()


def _window_on_qt(folder: Path | None, headless: bool, garbage: "Garbage") -> int:
    from desktop.bootstrap import run_on_qt
    from desktop.profile import default_folder
    from desktop.secrets import FileSecrets, choose

    where = folder or default_folder()

    def secrets() -> Any:
        return choose(where.name, where) if folder is None else FileSecrets(where)

    async def main(app: Any) -> int:
        from desktop.headless import STOPPED, until_asked
        from desktop.logs import Logs
        from desktop.running import run_window

        logs = Logs(where)
        logs.start()
        # from the first moment on: it may be asked to stop while it still opens
        try:
            window = run_window(
                where, secrets, app, logs, on_screen=not headless, stands=garbage.settle
            )
            code = await until_asked(window)
        finally:
            logs.close()
        return 0 if code == STOPPED else code

    return run_on_qt(main, headless=headless)


PASSWORD = click.option(
    "--password", envvar="THREADLINE_BACKUP_PASSWORD", prompt=True, hide_input=True,
    help="Of the backup; asked for, or THREADLINE_BACKUP_PASSWORD.",
)  # fmt: skip


def _own(context: click.Context) -> tuple[Path, Callable[[], Any]]:
    """The folder of the profile that was named, and what opens its secrets."""
    from desktop.profile import default_folder
    from desktop.secrets import FileSecrets, choose

    named: Path | None = context.find_root().params["profile"]
    where = named or default_folder()
    return where, lambda: choose(where.name, where) if named is None else FileSecrets(where)


@cli.command()
@click.argument("home", type=click.Choice(["file", "keyring"]))
@click.pass_context
def secrets(context: click.Context, home: str) -> None:
    """Keep sessions and tokens in the encrypted file, or in the system's keyring."""
    from core.domain.problems import Problem, ProblemError
    from desktop import secrets as kept
    from desktop.backup import secret_names
    from desktop.lock import lock_profile
    from desktop.shell.i18n import I18n

    try:
        where, _ = _own(context)
        if context.find_root().params["profile"] is not None or not kept.keyring_answers():
            raise ProblemError(Problem("secrets-file-only"))
        where.mkdir(parents=True, exist_ok=True)
        lock = lock_profile(where)
        ring = kept.KeyringSecrets(where.name)
        if home == "file":
            kept.into_file(where, ring, secret_names(where, ring))
        else:
            kept.leave_file(where)
            kept.into_keyring(kept.FileSecrets(where), ring)
        lock.unlock()
    except ProblemError as error:
        raise click.ClickException(I18n().problem(error.problem)) from error


@cli.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@PASSWORD
@click.pass_context
def backup(context: click.Context, out: Path, password: str) -> None:
    """Save the log, files, settings and accounts in the file OUT, under a password."""
    from core.domain.problems import ProblemError
    from desktop.backup import back_up
    from desktop.shell.i18n import I18n

    try:
        where, secrets = _own(context)
        back_up(where, secrets(), out, password)
    except ProblemError as error:
        raise click.ClickException(I18n().problem(error.problem)) from error
    click.echo(str(out))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@PASSWORD
@click.pass_context
def restore(context: click.Context, file: Path, password: str) -> None:
    """Put the backup FILE in the place of the profile; what was there is put aside."""
    from core.domain.problems import ProblemError
    from desktop.backup import restore as put_back
    from desktop.shell.i18n import I18n

    try:
        aside = put_back(file, *_own(context), password)
    except ProblemError as error:
        raise click.ClickException(I18n().problem(error.problem)) from error
    if aside is not None:
        click.echo(str(aside))


@cli.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def logs(context: click.Context, out: Path) -> None:
    """Write the log files to OUT.zip, for support. They hold nothing of what anybody wrote."""
    from desktop.logs import export
    from desktop.profile import default_folder

    profile: Path = context.find_root().params["profile"] or default_folder()
    try:
        count = export(profile, out)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    click.echo(f"{count} files: {out}")


@cli.command()
@click.argument("scenario", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--headless", is_flag=True, help="No screen; ends by itself.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the report as JSON.")
@click.option("--screens", type=click.Path(path_type=Path), help="Folder for screenshots.")
@click.option("--profile", type=click.Path(path_type=Path), help="Keep the data in this folder.")
@click.option("--language", type=click.Choice(["ru", "en"]), help="Of the window.")
@click.option("--theme", type=click.Choice(["light", "dark"]), help="Of the window.")
@click.option("--model", help="A GGUF in place of the starter.")
def sandbox(
    scenario: Path,
    headless: bool,
    report: Path | None,
    screens: Path | None,
    profile: Path | None,
    language: str | None,
    theme: str | None,
    model: str | None,
) -> None:
    """Play SCENARIO: loopback Telegram, WhatsApp and CRM, and the real application on them."""
    from core.domain.problems import ProblemError
    from desktop.bootstrap import open_desktop, run_on_qt
    from desktop.headless import until_asked
    from desktop.profile import Profile
    from desktop.sandbox.run import play_scenario
    from desktop.secrets import FileSecrets
    from desktop.shell.i18n import I18n

    with tempfile.TemporaryDirectory(prefix="threadline-") as scratch:
        folder = profile or Path(scratch)
        try:
            # what cannot be written at the end is said before anything is played
            if report is not None:
                report.parent.mkdir(parents=True, exist_ok=True)
                report.unlink(missing_ok=True)
                report.touch()
                report.unlink()
            if screens is not None:
                screens.mkdir(parents=True, exist_ok=True)
            made = Profile(folder, FileSecrets(folder))
            wanted = {"language": language, "theme": theme, "model.path": model}
            made.save({key: value for key, value in wanted.items() if value})
        except OSError as error:
            raise click.ClickException(f"{error.filename}: {error.strerror}") from error
        except ProblemError as error:
            raise click.ClickException(I18n(language or "system").problem(error.problem)) from error

        async def main(app: Any) -> int:
            playing = play_scenario(
                scenario,
                lambda p: open_desktop(p, app),
                made,
                report_file=report,
                screens=screens,
                stay=not headless,
            )
            return await until_asked(playing)

        code = run_on_qt(main, headless=headless)
    sys.exit(code)


@cli.command(
    "sandbox-server", context_settings={"ignore_unknown_options": True, "help_option_names": []}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def sandbox_server(arguments: tuple[str, ...]) -> None:
    """The sandbox's servers alone, in JSON lines (for another application to connect to)."""
    from core.sandbox.process import main

    sys.exit(main(list(arguments)))


def _models(context: click.Context) -> Path | None:
    """Where models are installed, of the profile that was named."""
    folder: Path | None = context.find_root().params["profile"]
    return folder and folder / "models"


cli.add_command(models)
cli.add_command(corrections)
cli.add_command(hub)
cli.add_command(doctor)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--model", default="starter", help="'starter', a model, a GGUF file, or 'none'.")
@click.option("--out", type=click.Path(path_type=Path), help="Default: standard output.")
@click.option("--history", is_flag=True, help="Superseded facts too.")
@click.pass_context
def understand(
    context: click.Context, file: Path, model: str, out: Path | None, history: bool
) -> None:
    """Read threads from FILE (JSON lines) and write intents and facts, a line each."""
    from desktop.understand import understand_file

    sys.exit(
        asyncio.run(understand_file(file, model, out, history=history, models=_models(context)))
    )


@cli.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--model", default="starter", help="'starter', a model, a GGUF file, or 'none'.")
@click.option("--details", is_flag=True, help="Tag by tag and kind by kind.")
@click.pass_context
def evaluate(context: click.Context, files: tuple[Path, ...], model: str, details: bool) -> None:
    """How right the reader is on labelled threads (FILES are JSON lines with ``gold``)."""
    from desktop.evaluate import evaluate_files

    sys.exit(
        asyncio.run(evaluate_files(list(files), model, verbose=details, models=_models(context)))
    )


@cli.command("evaluate-guard")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
def evaluate_guard(files: tuple[Path, ...]) -> None:
    """How right the guard against asking twice is (FILES are threads with drafts, JSON lines)."""
    from desktop.guard_eval import evaluate as evaluate_files

    sys.exit(evaluate_files(list(files)))


@cli.command()
@click.pass_context
def rebuild(context: click.Context) -> None:
    """Make threads, messages and facts anew from the event log (the window must be closed)."""
    from core.domain.problems import ProblemError
    from core.store.store import Store
    from desktop.lock import lock_profile
    from desktop.profile import default_folder
    from desktop.shell.i18n import I18n

    assert context.parent is not None
    folder = context.parent.params["profile"] or default_folder()
    log = folder / "threadline.db"
    if not log.exists():
        raise click.ClickException(f"There is no log in {folder}.")

    async def work() -> None:
        store = Store(log)
        try:
            await store.open()
            await store.rebuild()
        finally:
            await store.close()

    try:
        lock = lock_profile(folder)
        asyncio.run(work())
        lock.unlock()
    except ProblemError as error:
        raise click.ClickException(I18n().problem(error.problem)) from error
    click.echo("Everything was made anew from the log.")


@cli.command(
    "model-worker",
    hidden=True,
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def model_worker(arguments: tuple[str, ...]) -> None:
    """The model's process, inside the bundle."""
    from models.worker.serve import main

    sys.exit(main(list(arguments)))


@cli.command(
    "speech-worker",
    hidden=True,
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def speech_worker(arguments: tuple[str, ...]) -> None:
    """The process that hears voice messages, inside the bundle."""
    from models.speech.hear import main

    sys.exit(main(list(arguments)))


@cli.command(
    "media-worker",
    hidden=True,
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def media_worker(arguments: tuple[str, ...]) -> None:
    """The process that opens sounds and documents, inside the bundle."""
    from desktop.media.process import main

    sys.exit(main(list(arguments)))


def main() -> None:
    """The console script and the bundle's entry point."""
    multiprocessing.freeze_support()
    cli()

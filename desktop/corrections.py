"""`threadline corrections`: the operator's corrections as a private evaluation set."""

import os
from pathlib import Path

import click


@click.group()
def corrections() -> None:
    """What the operator corrected, as labelled threads."""


@corrections.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="JSON lines, as `threadline evaluate` reads them.",
)
@click.pass_context
def export(context: click.Context, out: Path) -> None:
    """Write the corrected threads of the profile to a file; the window may be open.

    It holds what clients wrote: keep it as you keep their messages.
    """
    from core.domain.problems import ProblemError
    from core.pipeline.corrections import corrected_threads, encode
    from core.store.database import looking
    from desktop.profile import default_folder
    from desktop.shell.i18n import I18n

    folder: Path = context.find_root().params["profile"] or default_folder()
    log = folder / "threadline.db"
    if not log.exists():
        raise click.ClickException(f"There is no log in {folder}.")
    try:
        with looking(log) as conn:
            lines = corrected_threads(conn)
        _write(out, encode(lines))
    except ProblemError as error:
        raise click.ClickException(I18n().problem(error.problem)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    turns = sum(len(line.gold.turns) for line in lines)
    facts = sum(len(line.gold.facts or ()) for line in lines)
    click.echo(f"{len(lines)} threads, {turns} turns with intents, {facts} facts: {out}")


def _write(out: Path, data: bytes) -> None:
    """A file that only its owner may read."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    part.replace(out)

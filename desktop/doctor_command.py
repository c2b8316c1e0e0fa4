"""`threadline doctor`: what stands between Meta and the desks, a line a step. No window, no Qt."""

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from core.doctor.findings import Finding
    from core.doctor.setup import Setup
    from core.domain.problems import Problem

_COLOURS: Final = {"ok": "green", "problem": "red", "unchecked": "yellow"}


@click.command()
@click.argument("config", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--profile", type=click.Path(path_type=Path), help="Folder of the desk's data.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object in place of lines.")
@click.option(
    "--ca-file", default="", metavar="FILE",
    help="Certificates to trust besides the system's, for a proxy with one of its own.",
)  # fmt: skip
@click.pass_context
def doctor(
    context: click.Context, config: Path | None, profile: Path | None, as_json: bool, ca_file: str
) -> None:
    """Check a hub by its CONFIG, or this desk: everything from the disk to Meta's settings.

    Each line says what is good, what is wrong and how to mend it, or why it was not checked. Ends
    with 1 where something is wrong. Nothing is changed but that the hub keeps one webhook which
    says nothing, always the same.
    """
    from core.domain.problems import ProblemError
    from desktop.shell.sentences import terminal_language

    if not context.find_root().params["verbose"]:
        logging.getLogger().setLevel(logging.ERROR)
    shown = _Shown(terminal_language(), as_json)
    try:
        from desktop.doctor_setup import of_desk, of_hub

        named: Path | None = profile or context.find_root().params["profile"]
        setup, first = of_hub(config, ca_file) if config is not None else of_desk(named, ca_file)
        shown.tell(first)
        asyncio.run(_look(setup, shown))
    except ProblemError as error:
        shown.tell(_unconfigured(error.problem))
    sys.exit(shown.end())


async def _look(setup: "Setup", shown: "_Shown") -> None:
    from core.doctor.examine import examine

    async for finding in examine(setup):
        shown.tell(finding)


def _unconfigured(problem: "Problem") -> "Finding":
    from core.doctor.findings import bad

    return bad("config", problem)


class _Shown:
    """Says each finding as it comes, or all of them at the end as JSON."""

    def __init__(self, language: str, as_json: bool) -> None:
        self._language = language
        self._as_json = as_json
        self._all: list[dict[str, Any]] = []

    def tell(self, finding: "Finding") -> None:
        """One more."""
        from desktop.shell.sentences import say

        text = sentence(self._language, finding)
        told = {"step": finding.step, "state": finding.state, "code": finding.key}
        self._all.append({**told, "params": finding.params, "text": text})
        if not self._as_json:
            state = say(self._language, f"doctor-state-{finding.state}")
            step = say(self._language, f"doctor-step-{finding.step}")
            mark = click.style(f"{state:<12}", fg=_COLOURS[finding.state])
            click.echo(f"{mark}  {step:<20}  {text}")

    def end(self) -> int:
        """The exit code, after what it stands for was said."""
        from desktop.shell.sentences import say

        wrong, unchecked = (
            sum(one["state"] == state for one in self._all) for state in ("problem", "unchecked")
        )
        if self._as_json:
            click.echo(json.dumps({"ok": not wrong, "steps": self._all}, ensure_ascii=False))
        else:
            how = "bad" if wrong else "open" if unchecked else "good"
            click.echo(say(self._language, f"doctor-sum-{how}", n=wrong or unchecked))
        return 1 if wrong else 0


def sentence(language: str, finding: "Finding") -> str:
    """A finding in words."""
    from core.doctor.findings import SIZES
    from core.domain.problems import Problem
    from desktop.shell.sentences import say, tell

    if finding.key.startswith("problem-"):
        return tell(language, Problem(finding.key.removeprefix("problem-"), finding.params))
    params = dict(finding.params)
    for name in SIZES & params.keys():
        if params[name].isdigit():
            params[name] = _size(language, int(params[name]))
    return say(language, finding.key, **params)


def _size(language: str, count: int) -> str:
    """Bytes for people, as `desktop.shell.formats` has them, which needs Qt."""
    from desktop.shell.sentences import say

    unit, key = (2**20, "size-mb") if count < 2**30 else (2**30, "size-gb")
    value = f"{count / unit:.1f}"
    return say(language, key, n=value.replace(".", ",") if language == "ru" else value)

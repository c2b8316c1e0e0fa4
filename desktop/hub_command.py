"""`threadline hub`: the webhook's end on a server, for any number of desks. No window, no Qt."""

import asyncio
import hashlib
import json
import logging
import secrets
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from core.hub.config import HubConfig, Nats
    from core.hub.home import Home
    from core.team.nats_access import NatsAccess


class JsonLines(logging.Formatter):
    """A JSON object a line, with nothing of what anybody wrote (see `desktop.logs`)."""

    def format(self, record: logging.LogRecord) -> str:
        """``at``, ``level``, ``from``, ``event``, and ``frames`` of an exception."""
        from desktop.logs import frames, said

        line: dict[str, object] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "from": record.name,
            "event": said(record),
        }
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None:
            line["frames"] = frames(error)
        return json.dumps(line, ensure_ascii=False)


@click.command()
@click.argument("config", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--new-desk", metavar="NAME", help="Make a token for a desk, and nothing else.")
@click.option("--check", is_flag=True, help="Only say whether CONFIG is good.")
def hub(config: Path | None, new_desk: str | None, check: bool) -> None:
    """Take WhatsApp webhooks in for all desks, as CONFIG (a TOML file) says."""
    if new_desk is not None:
        return _new_desk(new_desk)
    if config is None:
        raise click.UsageError("Name the hub's configuration, or a desk with --new-desk.")
    from core.domain.problems import ProblemError
    from core.hub.config import load

    try:
        loaded = load(config)
        if check:
            click.echo(f"{config}: good")
            return
        _more_files()
        _log_lines()
        asyncio.run(_serve(loaded))
    except ProblemError as error:
        from desktop.shell import sentences

        told = sentences.tell(sentences.terminal_language(), error.problem)
        raise click.ClickException(told) from error


def _new_desk(name: str) -> None:
    token = secrets.token_urlsafe(32)
    click.echo(f"The desk's token, to be entered there and kept nowhere else:\n{token}\n")
    click.echo("For the hub's configuration:")
    click.echo(f"[[desks]]\nname = {json.dumps(name)}")
    click.echo(f'token_sha256 = "{hashlib.sha256(token.encode()).hexdigest()}"')


def _log_lines() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


def _more_files() -> None:
    """Connections are files, of which a process may have few until it asks."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _serve(config: "HubConfig") -> None:
    from core.hub.hub import Hub, serve
    from desktop.headless import asked

    await serve(Hub(config, _home(config)), asked())


def _home(config: "HubConfig") -> "Home | None":
    """JetStream; None: the hub keeps all itself."""
    nats = config.nats
    if config.home != "nats" or nats is None:
        return None
    from core.team.nats_home import NatsHome

    return NatsHome(nats_access(nats), stream=nats.stream, days=config.days, replicas=nats.replicas)


def nats_access(nats: "Nats") -> "NatsAccess":
    """What opens the server for a hub."""
    from core.team.nats_access import NatsAccess

    secret = nats.password.value if nats.password is not None else ""
    if nats.credentials is not None:
        secret = nats.credentials.value
    return NatsAccess(
        servers=nats.servers,
        name=nats.user or "hub",
        user=nats.user,
        secret=secret,
        ca_file=str(nats.ca_file or ""),
    )

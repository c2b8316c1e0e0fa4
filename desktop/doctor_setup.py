"""What `threadline doctor` is to look at, of a hub's configuration or of a desk's profile."""

from pathlib import Path

import msgspec

from core.doctor.findings import Finding, good
from core.doctor.front import near
from core.doctor.setup import App, DeskToken, Front, Link, Number, Setup, Stream
from core.domain.problems import Problem, ProblemError
from core.hub.config import HubConfig, load
from desktop import team
from desktop.hub_command import nats_access
from desktop.profile import Profile, default_folder

_SPARE = 256 * 2**20


def of_hub(file: Path, ca_file: str) -> tuple[Setup, Finding]:
    """What the configuration says. Raises ProblemError where it is not good."""
    config = load(file)
    found = Setup(
        folder=config.data,
        spare=config.limits.disk_free_bytes,
        base_url=config.graph.base_url,
        version=config.graph.version,
        timeout=config.graph.timeout,
        front=Front(
            url=_callback(config),
            host=config.listen.host,
            port=config.listen.port,
            path=config.listen.path,
            watch=f"http://{near(config.watch.host)}:{config.watch.port}",
        ),
        apps=tuple(
            App(
                name=app.name,
                id=app.id,
                secrets=tuple(secret.value for secret in app.secrets),
                verify_token=app.verify_token.value,
            )
            for app in config.apps
        ),
        numbers=tuple(
            Number(id=one.phone_number_id, token=one.access_token.value, waba=one.waba_id)
            for one in config.numbers
        ),
        desks=tuple(DeskToken(desk.name, desk.token_sha256) for desk in config.desks),
        ca_file=ca_file,
    )
    nats = config.nats
    if config.home == "nats" and nats is not None:
        stream = Stream(access=nats_access(nats), name=nats.stream, role="hub", days=config.days)
        found = msgspec.structs.replace(found, stream=stream, desks=None)
    return found, good("config", "config-good", path=str(file))


def _callback(config: HubConfig) -> str:
    public = config.listen.public_url
    return public.rstrip("/") + config.listen.path if public else ""


def of_desk(folder: Path | None, ca_file: str) -> tuple[Setup, Finding]:
    """What the settings say. Raises ProblemError where there is no profile."""
    from desktop.secrets import FileSecrets, choose

    where = folder or default_folder()
    if not where.is_dir():
        raise ProblemError(Problem("doctor-profile", {"path": str(where)}))
    secrets = choose(where.name, where) if folder is None else FileSecrets(where)
    return of_profile(Profile(where, secrets), ca_file), good(
        "config", "profile-good", path=str(where)
    )


def of_profile(profile: Profile, ca_file: str) -> Setup:
    """What the settings say: its own webhook, or the hub that it reads."""
    get, whatsapp = profile.get, profile.whatsapp()
    number = whatsapp.phone_number_id.strip()
    token = get("whatsapp.token").strip()
    found = Setup(
        folder=profile.folder,
        spare=_SPARE,
        base_url=whatsapp.base_url,
        version=whatsapp.version,
        numbers=(
            (Number(id=number, token=token, waba=whatsapp.waba_id.strip()),)
            if number and token
            else ()
        ),
        ca_file=ca_file,
    )
    match get("whatsapp.source"):
        case "hub":
            link = Link(
                url=get("whatsapp.hub_url").strip(), token=get("whatsapp.hub_token").strip()
            )
            return msgspec.structs.replace(found, link=link)
        case "nats":
            access = team.nats_access(profile)
            stream = Stream(access=access, name=get("whatsapp.nats_stream").strip(), role="desk")
            return msgspec.structs.replace(found, stream=stream)
    if not found.numbers:
        return found
    front = Front(
        url=whatsapp.public_url.strip(),
        host=whatsapp.host,
        port=whatsapp.port,
        path="/" + whatsapp.path.strip("/"),
    )
    app = App(
        name="WhatsApp",
        secrets=tuple(filter(None, [get("whatsapp.app_secret").strip()])),
        verify_token=get("whatsapp.verify_token").strip(),
    )
    return msgspec.structs.replace(found, front=front, apps=(app,))

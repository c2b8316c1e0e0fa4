"""What can be down, a line each: the health page and the status line show it."""

from typing import TYPE_CHECKING, Final, Literal

import msgspec

from core.domain.problems import Problem
from core.ports import ChannelPort, ChannelState
from core.store.store import Store
from desktop.team import hub_address
from desktop.viewmodels.backend import HealthRow

if TYPE_CHECKING:
    from desktop.application import Application
    from desktop.bots import Bots
    from desktop.parts import BotChannel
    from desktop.telegrams import Telegrams

_MODEL_STATES: Final[dict[str, ChannelState]] = {
    "starting": "connecting",
    "ready": "online",
    "restarting": "waiting",
    "failed": "failed",
    "stopped": "off",
}


async def services(app: "Application") -> list[HealthRow]:
    """The state of everything, in the order in which it is shown."""
    coming = _coming(app)
    if "telegram" in coming and not app.telegrams.live:
        found = [HealthRow("telegram", "connecting")]
    else:
        found = _telegrams(app.store, app.telegrams, app.bots)
    found += _bots(app.store, app.bots)
    if app.whatsapp is not None:
        found.append(_channel(app.store, "whatsapp", app.whatsapp))
    elif "whatsapp" in coming:
        found.append(HealthRow("whatsapp", "connecting"))
    else:
        found.append(HealthRow("whatsapp", "off", Problem("whatsapp-not-set-up")))
    if app.hub is not None:
        found.append(HealthRow("hub", app.hub.state, app.hub.problem, hub_address(app.profile)))
    found.append(_model(app))
    if app.crm.delivery is not None:
        problem = await app.crm.trouble()
        state: ChannelState = "online" if problem is None else "waiting"
        found.append(HealthRow("crm", state, problem, app.crm.delivery.target.name))
    elif app.crm.problem is not None:
        found.append(HealthRow("crm", "failed", app.crm.problem))
    elif "crm" in coming:
        found.append(HealthRow("crm", "connecting"))
    behind = app.behind_ms
    if app.clock.off and behind is not None:
        code = "clock-behind" if behind > 0 else "clock-ahead"
        minutes = str(round(abs(behind) / 60_000))
        found.append(HealthRow("clock", "waiting", Problem(code, {"minutes": minutes})))
    return found


def _coming(app: "Application") -> set[str]:
    """What is set up and not opened yet: the window stands before it."""
    get = app.profile.get
    named = {
        "telegram": get("telegram.api_id"), "whatsapp": get("whatsapp.phone_id"),
        "crm": get("crm.target").replace("off", ""),
    }  # fmt: skip
    return set() if app.up else {part for part, value in named.items() if value}


def _telegrams(store: Store, telegrams: "Telegrams", bots: "Bots") -> list[HealthRow]:
    if not telegrams.live:
        why = telegrams.problem
        state: ChannelState = "failed" if why is not None else "off"
        return [HealthRow("telegram", state, why or Problem("telegram-not-set-up"))]
    return [
        msgspec.structs.replace(
            _channel(store, "telegram", telegrams.live[one.slot]),
            slot=one.slot, name=one.name, phone=one.phone,
            standing=telegrams.live[one.slot].standing,
        )
        for one in telegrams.rows if not one.removed and one.slot in telegrams.live
        and (one.account or len(telegrams.live) > 1 or not bots.live)
    ]  # fmt: skip


def _bots(store: Store, bots: "Bots") -> list[HealthRow]:
    return [
        msgspec.structs.replace(
            _channel(store, "bot", channel), detail=row.bot, slot=row.slot,
            name=channel.name or row.name,
        )
        for row in bots.rows if (channel := bots.live.get(row.slot)) is not None
    ]  # fmt: skip


def _channel(
    store: Store, name: Literal["telegram", "bot", "whatsapp"], channel: "ChannelPort | BotChannel"
) -> HealthRow:
    """What cannot be kept waits at the messenger, whatever the channel's own state."""
    if store.problem is not None:
        return HealthRow(name, "waiting", store.problem)
    return HealthRow(name, channel.state, channel.problem, getattr(channel, "account", ""))


def _model(app: "Application") -> HealthRow:
    model = app.model.current
    if model is not None:
        return HealthRow("model", _MODEL_STATES[model.state], model.problem)
    if app.profile.get("model.path") == "none":
        return HealthRow("model", "off")
    problem = app.model.problem
    return HealthRow("model", "failed" if problem else "connecting", problem)  # not started yet

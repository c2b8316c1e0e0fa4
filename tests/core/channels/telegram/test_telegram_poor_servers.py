"""Servers that lack methods, or answer them strangely: messages come and go all the same."""

import contextlib
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Container
from typing import Any, Final

import pytest
from telethon import functions, types

from core.domain.events import MessageDeleted, SendRequested
from core.domain.problems import ChannelError
from core.domain.sends import Delete, Edit, Forward, Reaction
from core.sandbox.telegram.rpc.call import Refused, Unanswered

OTHER_LAYER: Final = bytes.fromhex("f00dbabe") + bytes(24)
QUICK: Final = {
    "heartbeat": 0.1,
    "heartbeat_timeout": 0.2,
    "request_timeout": 0.2,
    "retry_delay": 0.01,
}
OFTEN: Final = 25
"""More than any method is asked to come online, write three times and hear three heartbeats; what
is asked again after each pause is asked some fifty times."""


def refuse(name: str, code: int = 400) -> Any:
    def answer(request: Any, usual: Any) -> Any:
        raise Refused(name, code)

    return answer


def silence(request: Any, usual: Any) -> Any:
    raise Unanswered


def say(value: Any) -> Any:
    return lambda request, usual: value


ANSWERS: Final = {
    "unknown": refuse("INPUT_METHOD_INVALID_192837465_0"),
    "missing": refuse("METHOD_NOT_FOUND", 404),
    "unmade": refuse("NOT_IMPLEMENTED", 501),
    "broken": refuse("INTERNAL_SERVER_ERROR", 500),
    "silent": silence,
    "other layer": say(OTHER_LAYER),
    "cut off": say(bytes(types.messages.Messages([], [], [], []))[:-2]),
    "true": say(True),
    "list": say([]),
    "not modified": say(types.messages.MessagesNotModified(0)),
}


class Server:
    """The stage's server with ``methods`` that are not what they were; counts what it is asked."""

    def __init__(self, stage: Any, methods: Container[type]) -> None:
        self.asked: Counter[str] = Counter()
        self.answer: Any = None
        self._methods = methods
        self._introduced: set[int] = set()
        handlers = stage.server._router._handlers
        for kind, usual in [*handlers.items()]:
            handlers[kind] = self._handler(kind, usual)

    def _handler(self, kind: type, usual: Any) -> Any:
        def handler(call: Any, request: Any) -> Any:
            self.asked[kind.__name__] += 1
            first = call.session.session_id not in self._introduced
            self._introduced.add(call.session.session_id)
            # The first request of a session brings the layer, and no client does without it.
            if kind not in self._methods or first or self.answer is None:
                return usual(call, request)
            return self.answer(request, lambda: usual(call, request))

        return handler


account, messages = functions.account, functions.messages
SOME: Final = ("unknown", "broken", "silent", "other layer")
ASKED_BY_ITSELF: Final = {
    functions.updates.GetStateRequest: SOME,
    functions.updates.GetDifferenceRequest: tuple(ANSWERS),
    functions.help.GetConfigRequest: SOME,
    messages.GetDialogsRequest: (*SOME, "list", "not modified"),
    messages.GetHistoryRequest: tuple(ANSWERS),
    messages.GetMessagesRequest: SOME,
}


NEEDED: Final = (
    functions.users.GetUsersRequest,
    functions.auth.SendCodeRequest,
    functions.auth.SignInRequest,
    messages.SendMessageRequest,
)
"""Without these nobody is signed in, and nothing goes out."""


async def exchange(stage: Any, wait: Any, server: Server, how: str) -> Any:
    """Come back to a server that has become so: write and be written to."""
    server.answer = ANSWERS[how]
    stage.write("пока нас не было", push=False)
    channel = await stage.signed_in(**QUICK)
    server.asked.clear()
    for n in range(3):
        text = f"{how} {n}"
        stage.write(text)
        await wait(lambda text=text: any(one.text == text for one in stage.log.rows.values()))
        await channel.send(stage.peer(), SendRequested(client_ref=text, text=f"ответ {text}"))
    await wait(lambda: server.asked["GetStateRequest"] > 2)
    assert max(server.asked.values()) < OFTEN, (how, server.asked)
    assert not stage.log.bodies(MessageDeleted)
    return channel


@pytest.mark.parametrize("method", ASKED_BY_ITSELF, ids=lambda one: one.__name__)
async def test_what_is_asked_unasked(stage: Any, wait: Any, method: type) -> None:
    for n in range(3):
        stage.write(f"раньше {n}", push=False)
    channel = await stage.signed_in(**QUICK)
    await stage.agree()
    server = Server(stage, [method])
    for how in ASKED_BY_ITSELF[method]:
        await channel.close()
        channel = await exchange(stage, wait, server, how)
        if (method, how) != (functions.updates.GetStateRequest, "silent"):  # the heartbeat itself
            assert channel.state == "online"


async def test_a_server_that_has_nothing_else(stage: Any, wait: Any) -> None:
    kinds = set(stage.server._router._handlers) - set(ASKED_BY_ITSELF) - set(NEEDED)
    channel = await stage.signed_in(**QUICK)
    server = Server(stage, kinds)
    for how in ANSWERS:
        await channel.close()
        channel = await exchange(stage, wait, server, how)
        await stage.agree()
        assert channel.state == "online"


@pytest.mark.parametrize("peers", [True, False])
async def test_a_server_without_a_list_of_chats_tells_what_those_said_who_speak(
    stage: Any, wait: Any, peers: bool
) -> None:
    """On the first run, with and without a way to ask for one chat."""
    for n in range(30):
        stage.write(f"раньше {n}", at=1_700_000_000 + n, push=False)
    refused = [messages.GetDialogsRequest, *(() if peers else (messages.GetPeerDialogsRequest,))]
    for method in refused:
        stage.differ(method, ANSWERS["missing"])
    channel = await stage.signed_in(**QUICK, first_page=10, backfill_page=7)
    stage.write("а теперь?")
    await stage.agree()
    silent = stage.server.add_user(phone="+79160001122", first_name="Пётр")
    stage.server.send(silent, stage.me, "давно", at=1_700_000_000, push=False)
    await channel.close()
    await stage.signed_in(**QUICK)
    stage.server.send(silent, stage.me, "и я")
    await wait(lambda: stage.same(silent))


@pytest.mark.parametrize("how", SOME)
async def test_a_supergroup_whose_difference_is_not_told(stage: Any, wait: Any, how: str) -> None:
    groups = stage.server.groups
    group = groups.create("Закупки", [stage.irina, stage.me], supergroup=True)
    groups.send(stage.irina, group, "до начала")
    channel = await stage.signed_in(**QUICK, recheck_groups=0.1)
    server = Server(stage, [functions.updates.GetChannelDifferenceRequest])
    server.answer = ANSWERS[how]
    await channel.close()
    for n in range(3):
        groups.send(stage.irina, group, f"пока нас не было {n}")
    channel = await stage.signed_in(**QUICK, recheck_groups=0.1)
    server.asked.clear()
    for n in range(3):
        groups.send(stage.irina, group, f"теперь {n}")
        stage.write(f"рядом {n}")
    said = {
        "до начала",
        *(f"{when} {n}" for when in ("пока нас не было", "теперь") for n in range(3)),
    }
    said |= {f"рядом {n}" for n in range(3)}
    await wait(lambda: said <= {one.text for one in stage.log.rows.values()})
    await wait(lambda: server.asked["GetStateRequest"] > 2)
    assert max(server.asked.values()) < OFTEN, server.asked
    assert channel.state == "online"


def verbs(channel: Any, peer: Any, message: str) -> dict[type, Callable[[], Awaitable[Any]]]:
    """What the operator does, by the method that it takes."""

    def send(**what: Any) -> Callable[[], Awaitable[Any]]:
        wanted = SendRequested(**({"client_ref": os.urandom(4).hex(), "text": ""} | what))
        return lambda: channel.send(peer, wanted)

    return {
        messages.SendMessageRequest: send(text="слова"),
        messages.SendReactionRequest: send(content=Reaction(target=message, emoji="👍")),
        messages.EditMessageRequest: send(content=Edit(target=message, text="правка")),
        messages.DeleteMessagesRequest: send(content=Delete(target="1")),
        messages.ForwardMessagesRequest: send(content=Forward(source=peer.id, target=message)),
        messages.ReadHistoryRequest: lambda: channel.mark_read(peer, message),
        messages.SetTypingRequest: lambda: channel.typing(peer, ""),
        messages.SearchGlobalRequest: lambda: channel.find("слова"),
        messages.GetScheduledHistoryRequest: lambda: channel.waiting(peer),
        messages.DeleteScheduledMessagesRequest: lambda: channel.cancel(peer, "7"),
        messages.GetAvailableReactionsRequest: channel.reactions,
        messages.TranscribeAudioRequest: lambda: channel.transcribe(peer, message),
        messages.GetMessagesRequest: lambda: channel.fetch(message),
        account.GetAuthorizationsRequest: channel.devices,
        account.ResetAuthorizationRequest: lambda: channel.end_device("5"),
    }


@pytest.mark.parametrize("how", [one for one in ANSWERS if one not in ("missing", "unmade")])
async def test_what_is_asked_for(stage: Any, wait: Any, how: str) -> None:
    """The operator is told, at once; what comes and what goes is not touched."""
    message = str(stage.write("здравствуйте"))
    channel = await stage.signed_in(request_timeout=0.2)
    await stage.agree()
    for method, verb in verbs(channel, stage.peer(), message).items():
        before = stage.server._router._handlers[method]
        stage.differ(method, ANSWERS[how])
        with contextlib.suppress(ChannelError):
            await verb()
        stage.server._router._handlers[method] = before
    await channel.send(stage.peer(), SendRequested(client_ref="после", text="после"))
    stage.write("всё ещё здесь")
    await stage.agree()
    assert channel.state == "online"


async def test_who_signs_out_is_out(stage: Any, wait: Any) -> None:
    """Some servers go on answering for a while."""
    channel = await stage.signed_in()
    stage.differ(functions.auth.LogOutRequest, say(types.auth.LoggedOut()))
    await channel.sign_out()
    await wait(lambda: channel.state == "signed_out")
    assert (channel.problem, channel.signed_in) == (None, False)

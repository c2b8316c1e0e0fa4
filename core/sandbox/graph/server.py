"""The Graph API's state and its two directions: what people write, what the application sends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from core.sandbox.graph import payloads
from core.sandbox.graph.account import GraphAccount, Person, new_wamid
from core.sandbox.graph.api import graph_app
from core.sandbox.graph.console import Console
from core.sandbox.graph.delivery import WebhookSender
from core.sandbox.graph.errors import GraphError
from core.sandbox.graph.media import Media, MediaStore, fits
from core.sandbox.graph.pairs import PairLimit
from core.sandbox.graph.sends import Outgoing, read_send
from core.sandbox.graph.templates import category
from core.sandbox.loopback import LoopbackSite

# How long after a send each status is said; Meta's own take from tens of milliseconds to days.
_STATUS_STEPS = (("sent", 0.02), ("delivered", 0.05), ("read", 0.2))


@dataclass(frozen=True, slots=True)
class SentByApp:
    """A message that the application sent through the API; `at` in epoch seconds, `marketing`:
    through `marketing_messages`."""

    wamid: str
    phone: str
    at: float
    what: Outgoing
    marketing: bool = False


class GraphServer:
    """A WhatsApp Business account on loopback.

    `test_number` makes unknown people be refused at once (131030), as a number in development
    does; otherwise a message to them is accepted and fails by status (131026). `pair_limit` makes
    more than 45 messages to one person in a burst, or one in 6 s after it, be refused (131056).
    """

    def __init__(
        self,
        account: GraphAccount | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        test_number: bool = False,
        pair_limit: bool = False,
        out_of_order: bool = False,
    ) -> None:
        self.account = account or GraphAccount()
        self.console = Console()
        self.media = MediaStore()
        self.people: dict[str, Person] = {}
        self.sent_by_app: list[SentByApp] = []
        self.marked_read: list[str] = []
        self.typed_to: list[str] = []
        self._messages: dict[str, Person] = {}
        self._test_number = test_number
        self._pairs = PairLimit() if pair_limit else None
        self._site = LoopbackSite(host, port)
        self._webhooks = WebhookSender(
            self.account.app_secret, self.account.verify_token, out_of_order=out_of_order
        )
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def base_url(self) -> str:
        """The address that the version follows."""
        return self._site.url

    @property
    def pending(self) -> int:
        """Webhooks not acknowledged yet, statuses to come included."""
        return self._webhooks.pending + len(self._tasks)

    async def drained(self) -> None:
        """Wait until every webhook, the statuses of sends included, was taken."""
        while tasks := self._tasks | self._webhooks.tasks:
            await asyncio.wait(tasks)

    @property
    def registered(self) -> bool:
        """True once a callback was verified."""
        return self._webhooks.url is not None

    @property
    def callback(self) -> str:
        """Where the app's webhooks go, '' for nowhere."""
        return self.console.callback or self._webhooks.url or ""

    async def start(self) -> None:
        """Listen."""
        await self._site.up(graph_app(self))

    async def stop(self) -> None:
        """Close everything; undelivered webhooks are dropped."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._webhooks.close()
        await self._site.close()

    async def go_down(self) -> None:
        """Refuse connections and hold webhooks back until `come_back`."""
        self._webhooks.pause()
        await self._site.down()

    async def come_back(self) -> None:
        """Listen again and deliver what was held back."""
        await self._site.up(graph_app(self))
        self._webhooks.resume()

    async def register(self, url: str) -> None:
        """Verify the application's callback; raises VerificationError."""
        await self._webhooks.register(url)

    def add_person(self, phone: str, name: str) -> Person:
        """Somebody who has WhatsApp; `phone` in E.164."""
        person = Person(phone, name)
        self.people[person.wa_id] = person
        return person

    def media_url(self, media: Media) -> str:
        """A fresh address of the bytes, good for five minutes and with the bearer only."""
        return f"{self.base_url}/whatsapp_business/attachments/{self.media.address_key(media)}"

    def post(
        self,
        person: Person,
        content: payloads.Content,
        *,
        at: float,
        echo: bool = False,
        redeliver: int = 0,
        on_first: Callable[[float], None] | None = None,
    ) -> str:
        """A message of the person (or, with `echo`, ours from the phone); gives its wamid.

        `at` is its own time, epoch seconds: it opens the service window, whenever the webhook
        arrives. `content` is made by `core.sandbox.graph.payloads`.
        """
        wamid = new_wamid(person.wa_id)
        self._messages[wamid] = person
        if not echo and content["type"] not in ("edit", "revoke", "reaction"):
            person.last_inbound = max(at, person.last_inbound or 0.0)
        shape = payloads.echo if echo else payloads.inbound
        self._webhooks.post(
            shape(self.account, person, wamid, at, content),
            key=person.wa_id,
            redeliver=redeliver,
            on_first=on_first,
        )
        return wamid

    def send(self, body: Mapping[str, Any], *, marketing: bool = False) -> dict[str, Any]:
        """`POST /{phone_number_id}/messages`, or `marketing_messages`: the answer's JSON. Raises
        GraphError."""
        if body.get("status") == "read":
            return self._mark_read(body)
        template = body.get("template")
        named = category(template) if isinstance(template, Mapping) else ""
        if marketing and named not in ("MARKETING", ""):
            raise GraphError(134100, f"Template is {named}")
        what = read_send(body, lambda ident: self.media.get(ident) is not None)
        asked = what.to or what.recipient or ""
        person = self._person(what)
        now = time.time()
        if person is None and self._test_number:
            raise GraphError(131030, f"Recipient phone number {asked} not in allowed list")
        if person is not None and what.kind != "template" and not person.window_open(now):
            raise GraphError(
                131047,
                "Message failed to send because more than 24 hours have passed since the customer "
                "last replied to this number",
            )
        if self._pairs is not None and not self._pairs.passes(asked, now):
            raise GraphError(
                131056,
                "Message failed to send because there were too many messages sent from this phone "
                "number to the same phone number in a short period of time",
                status=429,
            )
        if what.target is not None and self._messages.get(what.target) is not person:
            raise GraphError(131009, "reaction.message_id is not a message of this conversation")
        wa_id = person.wa_id if person else asked.lstrip("+")
        wamid = new_wamid(wa_id)
        if person is not None:
            self._messages[wamid] = person
            self.sent_by_app.append(SentByApp(wamid, person.phone, now, what, marketing))
        self._later(self._say_statuses(wamid, person, wa_id, what))
        contact = {"input": asked}
        if what.to:
            contact["wa_id"] = wa_id
        if person is not None and not what.to:
            contact["user_id"] = person.user_id
        message = {"id": wamid}
        if what.kind == "template":
            message["message_status"] = "accepted"
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}

    def _person(self, what: Outgoing) -> Person | None:
        if what.to is not None:
            return self.people.get("".join(char for char in what.to if char.isdigit()))
        for person in self.people.values():
            if person.user_id == what.recipient:
                return person
        return None

    def _mark_read(self, body: Mapping[str, Any]) -> dict[str, Any]:
        wamid = body.get("message_id")
        if not isinstance(wamid, str) or wamid not in self._messages:
            raise GraphError(131009, "message_id is not a message of this account")
        self.marked_read.append(wamid)
        if body.get("typing_indicator"):
            self.typed_to.append(self._messages[wamid].phone)
        return {"success": True}

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say_statuses(
        self, wamid: str, person: Person | None, wa_id: str, what: Outgoing
    ) -> None:
        media = self.media.get(what.media_id) if what.media_id else None
        error = None
        if person is None:
            error = (131026, "Message Undeliverable.")
        elif media is not None and not fits(media, what.kind):
            error = (131053, "Media upload error")
        steps = _STATUS_STEPS if error is None else (("failed", 0.05),)
        if what.kind == "reaction":
            steps = steps[:1]  # no other is said of it
        for name, wait in steps:
            await asyncio.sleep(wait)
            body = payloads.status(
                self.account,
                wamid=wamid,
                recipient=wa_id,
                recipient_user_id=person.user_id if person else None,
                name=name,
                at=time.time(),
                category="utility" if what.kind == "template" else "service",
                callback_data=what.callback_data,
                error=error,
            )
            self._webhooks.post(body, key=f"status {wamid}")

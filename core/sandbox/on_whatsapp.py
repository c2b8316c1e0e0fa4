"""A scenario's WhatsApp side: events become webhooks, and what stands can be told at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.sandbox.attachments import load_file
from core.sandbox.graph import GraphServer, payloads
from core.sandbox.graph.account import Person
from core.sandbox.scenario import Contact, Delete, Edit, Message, Reaction, Side, Spoken


@dataclass(slots=True)
class _Standing:
    event: Message
    at: float
    wamid: str
    text: str
    content: payloads.Content
    reactions: dict[Side, str] = field(default_factory=dict)


class WhatsAppStage:
    """Plays the WhatsApp events of a scenario on a GraphServer."""

    def __init__(self, graph: GraphServer, contacts: tuple[Contact, ...]) -> None:
        self._graph = graph
        self._people: dict[str, Person] = {
            contact.id: graph.add_person(contact.whatsapp.phone, contact.name)
            for contact in contacts
            if contact.whatsapp is not None
        }
        self._standing: dict[str, _Standing] = {}
        self._wamids: dict[str, str] = {}

    def play(self, event: Spoken, at: float, on_first: Callable[[str, float], None]) -> None:
        """Hand the event to Meta's side; `at` is its own time.

        `on_first` gets the wamid of the message concerned and when its webhook first went out.
        """
        content = self._content(event)
        person = self._people[event.contact]
        own = ""

        def first(sent_at: float) -> None:
            on_first(self._wamids.get(getattr(event, "target", ""), own), sent_at)

        own = self._graph.post(
            person,
            content,
            at=at,
            echo=event.sender == "us",
            redeliver=event.redeliver,
            on_first=first,
        )
        if isinstance(event, Message):
            self._wamids[event.id] = own
            self._standing[event.id] = _Standing(event, at, own, event.text, content)

    def _content(self, event: Spoken) -> payloads.Content:
        if isinstance(event, Message):
            if event.attachment is None:
                return payloads.text(event.text)
            file = load_file(event.attachment)
            media = self._graph.media.add(file.name, file.mime, file.data)
            url = self._graph.media_url(media)
            return payloads.media(file.kind, media, url, event.text)
        if isinstance(event, Edit):
            standing = self._standing[event.target]
            standing.text = event.text
            standing.content = _reworded(standing.content, event.text)
            return payloads.edit(standing.wamid, standing.content)
        if isinstance(event, Delete):
            return payloads.revoke(self._standing.pop(event.target).wamid)
        assert isinstance(event, Reaction)
        standing = self._standing[event.target]
        if event.emoji is None:
            standing.reactions.pop(event.sender, None)
        else:
            standing.reactions[event.sender] = event.emoji
        return payloads.reaction(standing.wamid, event.emoji)

    def standing(self, contact: Contact) -> list[tuple[float, dict[str, Any]]]:
        """(time, message) of what stands in the contact's thread."""
        ours = {
            send.what.target: send.what.emoji
            for send in self._graph.sent_by_app
            if send.what.kind == "reaction"
        }
        found = []
        for standing in self._standing.values():
            if standing.event.contact != contact.id:
                continue
            reactions: dict[Side, str | None] = {**standing.reactions}
            if standing.wamid in ours:
                reactions["us"] = ours[standing.wamid]
            row = {
                "event": standing.event.id,
                "channel": "whatsapp",
                "external_id": standing.wamid,
                "from": standing.event.sender,
                "text": standing.text,
                "reactions": [
                    {"from": side, "emoji": emoji} for side, emoji in reactions.items() if emoji
                ],
            }
            found.append((standing.at, row))
        return found

    def sent_by_app(self) -> list[dict[str, Any]]:
        """What the application sent through the API, in order."""
        owners = {person.phone: ident for ident, person in self._people.items()}
        return [
            {
                "channel": "whatsapp",
                "contact": owners.get(send.phone),
                "external_id": send.wamid,
                "kind": send.what.kind,
                "text": send.what.text,
                "target": send.what.target,
                "emoji": send.what.emoji,
                "at": send.at,
            }
            for send in self._graph.sent_by_app
        ]


def _reworded(content: payloads.Content, text: str) -> payloads.Content:
    """The content with another text or caption."""
    kind = content["type"]
    return {**content, kind: {**content[kind], "body" if kind == "text" else "caption": text}}

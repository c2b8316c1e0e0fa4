"""What stands on the far side of the ports: a messenger, a reader, a CRM, in memory."""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from core.domain import events as ev
from core.domain.channels import Channel, Peer, Profile
from core.domain.problems import CrmError, Problem, ProblemError
from core.domain.reading import Candidate, Intent, Review, Turn, TurnReading
from core.pipeline.ports import Standing
from core.ports import ChannelState, CrmRecord, CrmWrite, Hears, Sent
from core.understanding.fold import fold, last_wish, thread_intents

NOW = 1_790_000_000_000
DAY = 24 * 3600 * 1000
TG = Peer(Channel.TELEGRAM, "1", "77")
TG2 = Peer(Channel.TELEGRAM, "1", "78")
WA = Peer(Channel.WHATSAPP, "555", "79161112233")


class Clock:
    """Milliseconds that stand until somebody moves them."""

    def __init__(self) -> None:
        self.ms = NOW

    def __call__(self) -> int:
        return self.ms

    def seconds(self) -> float:
        return self.ms / 1000

    def pass_(self, seconds: float) -> None:
        self.ms += int(seconds * 1000)


def said(peer: Peer, ext: str, text: str, at: int = NOW, **more: object) -> ev.Event:
    """A message of the client."""
    body = ev.MessageReceived(direction="in", text=text, **more)  # type: ignore[arg-type]
    return ev.Event(external_id=ext, at=at, peer=peer, body=body)


def edited(peer: Peer, target: str, text: str, at: int = NOW + 1) -> ev.Event:
    body = ev.MessageEdited(target=target, text=text, edited_at=at)
    return ev.Event(external_id=f"{target}@{at}", at=at, peer=peer, body=body)


def with_file(peer: Peer, ext: str, **file: object) -> ev.Event:
    attachment = ev.Attachment(kind="document", ref=f"ref-{ext}", **file)  # type: ignore[arg-type]
    return said(peer, ext, "", attachments=(attachment,))


def phone(peer: Peer, number: str, name: str = "Ирина") -> ev.Event:
    body = ev.ProfileSeen(profile=Profile(name=name, phone=number))
    return ev.Event(external_id=f"{peer.id}{number}", at=NOW, peer=peer, body=body)


class Messenger:
    """A ChannelPort. ``trouble`` is raised instead of sending, once each; ``taken`` is what the
    client has."""

    def __init__(self, peer: Peer) -> None:
        self.channel = peer.channel.value
        self.account = peer.account
        self.state: ChannelState = "online"
        self.problem: Problem | None = None
        self.trouble: list[Exception] = []
        self.taken: dict[str, str] = {}
        self.files: dict[str, bytes | Exception] = {}
        self.hears: Hears = "nothing"
        self.said: dict[str, str | Exception] = {}
        self.asked: list[str] = []
        self.read: list[str] = []
        self.doubted: list[tuple[str, int]] = []
        self.answers = True
        """False: what is sent is taken, and the answer never comes."""
        self.sending = asyncio.Event()
        self.slow: dict[str, asyncio.Event] = {}
        """By chat: what is sent there waits for this."""

    @property
    def texts(self) -> list[str]:
        return list(self.taken.values())

    async def send(self, peer: Peer, request: ev.SendRequested) -> Sent:
        if self.trouble:
            raise self.trouble.pop(0)
        if peer.id in self.slow:
            await self.slow[peer.id].wait()
        self.taken.setdefault(request.client_ref, request.text)
        self.sending.set()
        if not self.answers:
            await asyncio.Event().wait()
        return Sent(f"sent-{list(self.taken).index(request.client_ref)}", NOW)

    def doubt(self, client_ref: str, since: int) -> None:
        self.doubted.append((client_ref, since))

    async def fetch(self, ref: str) -> bytes:
        found = self.files[ref]
        if isinstance(found, Exception):
            raise found
        return found

    async def transcribe(self, peer: Peer, message: str) -> str:
        self.asked.append(message)
        found = self.said[message]
        if isinstance(found, Exception):
            raise found
        return found

    async def mark_read(self, peer: Peer, up_to: str) -> None:
        self.read.append(up_to)


class BudgetReader:
    """A TurnReader that finds «бюджет N» in the text and the pages. ``down`` holds what the next
    calls with a model raise; ``at_turn`` is awaited while a turn is being read."""

    def __init__(self) -> None:
        self.down: list[ProblemError] = []
        self.order: list[str] = []
        self.with_model: list[bool] = []
        self.gate: asyncio.Event | None = None
        self.reading = asyncio.Event()

    async def read_turn(
        self, thread_id: str, turns: Sequence[Turn], *, use_model: bool = True
    ) -> TurnReading:
        turn = turns[-1]
        self.order.append(turn.text)
        self.with_model.append(use_model)
        self.reading.set()
        if self.gate is not None:
            await self.gate.wait()
        if use_model and self.down:
            raise self.down.pop(0)
        found = [_budget(match, None) for match in re.finditer(r"бюджет (\d+)", turn.text)]
        for page in turn.pages:
            found += [
                _budget(match, page.number) for match in re.finditer(r"бюджет (\d+)", page.text)
            ]
        return TurnReading(intents=(Intent("order", 0.9),), candidates=tuple(found))


def _budget(match: "re.Match[str]", page: int | None) -> Candidate:
    return Candidate(
        kind="budget", value=f"{match[1]} RUB", quote=match[0], start=match.start(),
        end=match.end(), confidence=0.9, source="rule", page=page,
        attachment=None if page is None else 0,
    )  # fmt: skip


def judge(turns: Sequence[tuple[Turn, TurnReading | None]], reviews: Sequence[Review]) -> Standing:
    """The real fold over what was read."""
    all_turns = [turn for turn, _ in turns]
    readings = {turn.id: reading for turn, reading in turns if reading is not None}
    facts = fold(all_turns, readings, reviews).facts
    return Standing(thread_intents(all_turns, readings), facts, last_wish(all_turns, readings))


class Decided(msgspec.Struct, frozen=True):
    queue: str
    reason: str


def to_sales(*_: object, **__: object) -> Decided:
    """A Router."""
    return Decided("sales", "because")


class Crm:
    """A CrmTarget. ``down`` is raised instead of writing while it is set."""

    name = "memory"

    def __init__(self) -> None:
        self.down: CrmError | None = None
        self.writes: list[CrmRecord] = []

    @property
    def held(self) -> dict[str, dict[str, str]]:
        return {r.key: {f.name: f.value for f in r.fields} for r in self.writes}

    async def preview(self, record: CrmRecord) -> list[CrmWrite]:
        return [CrmWrite("thing", field.name, field.value) for field in record.fields]

    async def deliver(self, record: CrmRecord) -> str:
        if self.down is not None:
            raise self.down
        self.writes.append(record)
        return f"remote-{record.key}"

    async def close(self) -> None:
        return


class Texts(msgspec.Struct, frozen=True):
    pages: tuple[str, ...] = ()
    problem: Problem | None = None


class Pages:
    """A PageReader that gives what it was told to."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.asked: list[Path] = []

    async def read_document(self, path: Path, name: str, mime: str) -> Texts:
        self.asked.append(path)
        return self.texts

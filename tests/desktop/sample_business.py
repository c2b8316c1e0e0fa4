"""Telegram Business of an account that is none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from core.domain import markdown
from core.domain.business import (
    Away,
    Business,
    ChatLink,
    Greeting,
    Hours,
    Recipients,
    Shortcut,
    ShortcutMessage,
)
from core.domain.business_hours import DAY
from core.domain.channels import Peer
from core.domain.marks import Mark
from core.domain.persons import Person, fits

if TYPE_CHECKING:
    from tests.desktop.sample_backend import SampleBackend

_WORDS = {
    "ru": (
        "цена", "Цена: 890 ₽ за штуку, от 500 штук — 820 ₽.", "реквизиты", "Реквизиты.pdf",
        "Наши реквизиты", "Оригинал счёта вышлем почтой.", "Мы вернёмся завтра в 9:00.",
        "Здравствуйте! Ответим в течение часа.", "Тверь, Советская, 1",
        "Светодиодные панели", "Спросите о наличии и сроках", "Сайт",
    ),
    "en": (
        "price", "Price: 890 roubles apiece, 820 from 500 pieces.", "details", "Details.pdf",
        "Our company details", "The invoice itself comes by mail.", "Back tomorrow at 9:00.",
        "Hello! We answer within an hour.", "1 Sovetskaya, Tver", "LED panels",
        "Ask what is in stock", "Website",
    ),
}  # fmt: skip


def filled(lang: str) -> Business:
    """Everything that may be set is."""
    (price, price_text, details, file, caption, then, away, hello, place, intro, intro_text,
     site) = _WORDS[lang]  # fmt: skip
    bold = Mark("bold", 0, len(price_text.partition(":")[0]))
    return Business(
        premium=True,
        hours=Hours(
            zone="Europe/Moscow",
            open=(
                *((day * DAY + 540, day * DAY + 1080) for day in range(5)),
                (5 * DAY + 600, 5 * DAY + 900),
            ),
        ),
        address=place,
        intro_title=intro,
        intro_text=intro_text,
        greeting=Greeting(shortcut=3, days=7),
        away=Away(
            shortcut=4, schedule="closed",
            recipients=Recipients(existing=True, new=True, users=("7", "8")),
        ),
        links=(ChatLink(url="https://t.me/m/q1w2e3", text=hello, title=site, views=21),),
        shortcuts=(
            Shortcut(
                id=1, name=price, count=1,
                messages=(ShortcutMessage(id=1, text=price_text, marks=(bold,)),),
            ),
            Shortcut(
                id=2, name=details, count=2,
                messages=(
                    ShortcutMessage(id=2, text=caption, kind="document", name=file),
                    ShortcutMessage(id=3, text=then),
                ),
            ),
            Shortcut(
                id=3, name="hello", count=1, messages=(ShortcutMessage(id=4, text=hello),)
            ),
            Shortcut(id=4, name="away", count=1, messages=(ShortcutMessage(id=5, text=away),)),
        ),
    )  # fmt: skip


class SampleBusiness:
    """Implements Businesses. ``kept`` by account; nobody has any at first."""

    def __init__(self, backend: "SampleBackend") -> None:
        self._backend = backend
        self.kept: dict[str, Business] = {}
        self.sent: list[tuple[Peer, Shortcut]] = []

    async def read(self, account: str) -> Business:
        return self.kept.get(account, Business())

    async def set_hours(self, account: str, hours: Hours | None) -> None:
        await self._backend._act("set_hours", account, hours)
        self._change(account, hours=hours)

    async def set_greeting(self, account: str, greeting: Greeting | None) -> None:
        await self._backend._act("set_greeting", account, greeting)
        self._change(account, greeting=greeting)

    async def set_away(self, account: str, away: Away | None) -> None:
        await self._backend._act("set_away", account, away)
        self._change(account, away=away)

    async def add_reply(self, account: str, name: str, text: str) -> None:
        await self._backend._act("add_reply", account, name, text)
        words, marks = markdown.read(text)
        held = await self.read(account)
        ident = 1 + max((one.id for one in held.shortcuts), default=0)
        message = ShortcutMessage(id=100 + ident, text=words, marks=marks)
        made = Shortcut(id=ident, name=name, count=1, messages=(message,))
        self._change(account, shortcuts=(*held.shortcuts, made))

    async def rewrite_reply(self, account: str, reply: Shortcut, text: str) -> None:
        await self._backend._act("rewrite_reply", account, reply.id, text)
        words, marks = markdown.read(text)
        message = structs.replace(reply.messages[0], text=words, marks=marks)
        self._put(account, structs.replace(reply, messages=(message, *reply.messages[1:])))

    async def rename_reply(self, account: str, reply: Shortcut, name: str) -> None:
        await self._backend._act("rename_reply", account, reply.id, name)
        held = (await self.read(account)).shortcut(reply.id)
        self._put(account, structs.replace(held or reply, name=name))

    async def delete_reply(self, account: str, reply: Shortcut) -> None:
        await self._backend._act("delete_reply", account, reply.id)
        held = await self.read(account)
        self._change(account, shortcuts=tuple(o for o in held.shortcuts if o.id != reply.id))

    async def order_replies(self, account: str, replies: Sequence[Shortcut]) -> None:
        await self._backend._act("order_replies", account, tuple(one.id for one in replies))
        self._change(account, shortcuts=tuple(replies))

    async def set_address(self, account: str, address: str) -> None:
        await self._backend._act("set_address", account, address)
        self._change(account, address=address)

    async def set_intro(self, account: str, title: str, text: str) -> None:
        await self._backend._act("set_intro", account, title, text)
        self._change(account, intro_title=title, intro_text=text)

    async def add_link(self, account: str, title: str, text: str) -> None:
        await self._backend._act("add_link", account, title, text)
        held = (await self.read(account)).links
        words, marks = markdown.read(text)
        url = f"https://t.me/m/new{len(held)}"
        made = ChatLink(url=url, text=words, marks=marks, title=title)
        self._change(account, links=(*held, made))

    async def change_link(self, account: str, link: ChatLink, title: str, text: str) -> None:
        await self._backend._act("change_link", account, link.url, title, text)
        words, marks = markdown.read(text)
        changed = structs.replace(link, text=words, marks=marks, title=title)
        held = (await self.read(account)).links
        self._change(account, links=tuple(changed if o.url == link.url else o for o in held))

    async def delete_link(self, account: str, link: ChatLink) -> None:
        await self._backend._act("delete_link", account, link.url)
        held = (await self.read(account)).links
        self._change(account, links=tuple(o for o in held if o.url != link.url))

    async def people(self, account: str, words: str, limit: int) -> list[Person]:
        rows = [Person(id=str(row.id), name=row.name) for row in self._backend.rows.values()]
        return [one for one in rows if fits(one, words)][:limit]

    async def named(self, account: str, ids: Sequence[str]) -> list[Person]:
        rows = self._backend.rows
        return [Person(id=i, name=rows[int(i)].name if int(i) in rows else "") for i in ids]

    async def send_reply(self, peer: Peer, reply: Shortcut) -> None:
        self.sent.append((peer, reply))

    def _put(self, account: str, reply: Shortcut) -> None:
        held = self.kept.get(account, Business())
        changed = tuple(reply if one.id == reply.id else one for one in held.shortcuts)
        self._change(account, shortcuts=changed)

    def _change(self, account: str, **changed: object) -> None:
        self.kept[account] = structs.replace(self.kept.get(account, Business()), **changed)

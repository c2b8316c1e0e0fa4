"""A link that Telegram looks up after its message came; over real TCP."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon import types

from core.channels.telegram.links import MOST, STATE, Links
from core.domain.around import Page
from core.domain.events import ContentChanged, MessageEdited
from core.sandbox.telegram.records import Extra
from tests.core.channels.telegram.conftest import Stage, until

URL = "https://ex.ru/p"
PENDING = types.WebPagePending(id=77, date=None, url=URL)
PAGE = types.WebPage(77, URL, "ex.ru/p", 0, title="Панель", site_name="Ex")
SHOWN = Page(url=URL, site="Ex", title="Панель")


def linked(stage: Stage) -> int:
    """Irina writes a link; its page is still to be looked up. The id in our box."""
    media = bytes(types.MessageMediaWebPage(PENDING))
    return stage.write(f"Смотрите {URL}", extra=Extra(media=media))


def looked_up(stage: Stage, page: Any = PAGE) -> None:
    theirs = stage.server.history(stage.irina, stage.me)[-1].id
    stage.server.look_up(stage.irina, theirs, page)


async def test_a_page_that_is_looked_up_later_is_shown_and_is_no_edit(stage: Stage) -> None:
    await stage.signed_in()
    name = str(linked(stage))
    await until(lambda: name in stage.log.rows)
    assert stage.log.rows[name].page is None
    looked_up(stage)
    await until(lambda: stage.log.rows[name].page == SHOWN)
    row = stage.log.rows[name]
    assert (row.text, row.edited_at) == (f"Смотрите {URL}", None)
    assert stage.log.bodies(MessageEdited) == []
    # told again, it adds nothing
    looked_up(stage)
    last = str(stage.write("и ещё"))
    await until(lambda: last in stage.log.rows)
    assert len(stage.log.bodies(ContentChanged)) == 1


async def test_a_page_that_was_looked_up_while_we_were_away(stage: Stage) -> None:
    channel = await stage.signed_in()
    name = str(linked(stage))
    await until(lambda: name in stage.log.rows)
    await channel.close()
    looked_up(stage)
    await stage.signed_in()
    await until(lambda: stage.log.rows[name].page == SHOWN)


async def test_a_link_that_leads_nowhere_waits_no_more(stage: Stage) -> None:
    await stage.signed_in()
    name = str(linked(stage))
    await until(lambda: name in stage.log.rows)
    key = f"telegram/{stage.me}/{STATE}"
    assert b"77" in stage.log.states[key]
    looked_up(stage, types.WebPageEmpty(77))
    await until(lambda: stage.log.states[key] == b"{}")
    assert stage.log.rows[name].page is None
    assert stage.log.bodies(ContentChanged) == []


class Kept:
    """A state in memory."""

    def __init__(self, state: bytes | None = None) -> None:
        self.state, self.writes = state, 0

    async def get(self, _name: str) -> bytes | None:
        return self.state

    async def put(self, _name: str, value: bytes) -> None:
        self.state, self.writes = value, self.writes + 1


def message(number: int, page: int | None) -> Any:
    media = types.MessageMediaWebPage(types.WebPagePending(page, None)) if page else None
    return types.Message(number, types.PeerUser(5), None, "x", media=media)


@given(st.lists(st.tuples(st.integers(1, 6), st.one_of(st.none(), st.integers(1, 4)))))
async def test_a_message_waits_for_the_page_that_it_shows_last(
    heard: list[tuple[int, int | None]],
) -> None:
    kept = Kept()
    links = Links(kept.get, kept.put)
    shows: dict[int, int] = {}
    for number, page in heard:
        await links.hear([message(number, page)])
        shows.pop(number, None)
        if page is not None:
            shows[number] = page
    again = Links(kept.get, kept.put)  # another run
    for page in range(1, 5):
        told = types.WebPageEmpty(page)
        waiting = {number for _, number in await again.places(told)}
        assert waiting == {number for number, one in shows.items() if one == page}
        await again.done(told)
        assert await again.places(told) == []


@pytest.mark.parametrize("state", [b"", b"null", b"[1]", b'{"1": [["a", 2]]}', b"\xff"])
async def test_a_state_that_cannot_be_read_is_none(state: bytes) -> None:
    kept = Kept(state)
    links = Links(kept.get, kept.put)
    assert await links.places(types.WebPageEmpty(1)) == []
    await links.hear([message(1, 1)])
    assert await links.places(types.WebPageEmpty(1)) == [(5, 1)]


async def test_old_links_are_given_up() -> None:
    kept = Kept()
    links = Links(kept.get, kept.put)
    await links.hear([message(i, i) for i in range(1, MOST + 20)])
    assert await links.places(types.WebPageEmpty(1)) == []
    assert await links.places(types.WebPageEmpty(MOST)) == [(5, MOST)]
    # words without a link write nothing
    before = kept.writes
    await links.hear([message(9_999, None)])
    assert kept.writes == before

"""Desks at a hub over real HTTP: pages, waiting, files, shares, tokens."""

import asyncio

import msgspec

from core.team import wire
from tests.core.hub.conftest import Here, Talk, webhook


async def test_a_desk_reads_on_and_waits_for_more(talk: Talk) -> None:
    first = await talk.page()
    assert (first.updates, first.more, first.lost) == ((), False, False)
    waiting = asyncio.create_task(talk.page(first.position, wait=50))
    await talk.until('threadline_hub_desk_connected{desk="anna"}', bool)
    assert await talk.post(webhook("a")) == 200
    page = await waiting
    assert [update.body for update in page.updates] == [webhook("a")]
    assert await talk.post(webhook("b")) == 200
    assert await talk.post(webhook("c")) == 200
    rest = await talk.page(page.position, limit=1)
    assert ([update.body for update in rest.updates], rest.more) == ([webhook("b")], True)
    assert await talk.metric('threadline_hub_desk_behind{desk="anna"}') == 2
    last = await talk.page(rest.position, wait=50)
    assert ([update.body for update in last.updates], last.more) == ([webhook("c")], False)
    assert (await talk.page(last.position)).position == last.position


async def test_an_answer_is_bounded_in_bytes(talk: Talk) -> None:
    large = [webhook(str(n) + "x" * 700_000) for n in range(5)]
    for body in large:
        assert await talk.post(body) == 200
    page = await talk.page()
    assert (len(page.updates), page.more) == (1, True)
    assert await talk.everything() == large


async def test_a_place_of_another_home_is_lost(talk: Talk) -> None:
    assert await talk.post(webhook("a")) == 200
    page = await talk.page("0123456789abcdef-7", wait=50)
    assert (page.lost, len(page.updates)) == (True, 1)


async def test_what_cannot_be_answered_is_refused(talk: Talk) -> None:
    wrong = ("wait=x", "wait=-1", "wait=51", "wait=nan", "wait=1e999", "limit=0", "limit=1001")
    for query in (*wrong, "limit=x"):
        assert (await talk.get(f"/updates?{query}"))[0] == 400


async def test_what_a_desk_did_is_told_to_all_and_once(talk: Talk) -> None:
    assert await talk.share("sent:1", b"\x00bytes") == 204
    assert await talk.share("sent:1", b"other") == 204
    assert await talk.share("sent:1", b"of oleg", desk="oleg") == 204
    for desk in ("anna", "oleg"):
        told = [(update.desk, update.body) for update in (await talk.page(desk=desk)).updates]
        assert told == [("anna", b"\x00bytes"), ("oleg", b"of oleg")]


async def test_what_is_no_share_is_refused(talk: Talk) -> None:
    assert await talk.share("", b"") == 400
    assert await talk.share("x" * 201, b"") == 400
    assert await talk.share("x", b"x" * (wire.SHARED_LIMIT + 2000)) == 413
    for body in (b"", b"\xc1", b"{}", msgspec.msgpack.encode({"key": 1})):
        async with talk.session.post(
            f"{talk.url}/share", data=body, headers=talk.bearer("anna")
        ) as answer:
            assert answer.status == 400


async def test_without_a_token_there_is_nothing(talk: Talk) -> None:
    for given in ("", "Bearer", "Bearer ", "Bearer x", "Basic token of anna", "Bearer \u00ff"):
        for path in ("/updates", "/me", "/media/1", "/"):
            headers = {"Authorization": given} if given else {}
            async with talk.session.get(f"{talk.url}{path}", headers=headers) as answer:
                assert (answer.status, await answer.read()) == (401, b"")


async def test_a_desk_asks_who_it_is(talk: Talk, here: Here) -> None:
    status, body = await talk.get("/me", "oleg")
    me = msgspec.msgpack.decode(body, type=wire.Me)
    assert here.hub is not None
    assert (status, me.desk, me.home) == (200, "oleg", (await talk.page()).position.split("-")[0])
    assert abs(me.now - here.hub.clock.now()) < 60_000
    assert (await talk.get("/nothing"))[0] == 404


async def test_a_desk_may_not_wait_too_often(talk: Talk) -> None:
    position = (await talk.page()).position
    path = f"/updates?after={position}&wait=50"
    waiting = [asyncio.create_task(talk.get(path)) for _ in range(wire.POLLS + 1)]
    done, left = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert [(await each)[0] for each in done] == [429]
    assert (await talk.page(position, "oleg")).updates == ()
    assert await talk.post(webhook()) == 200
    assert [(await each)[0] for each in left] == [200] * wire.POLLS


async def test_files_are_given_out_as_they_are(talk: Talk, here: Here) -> None:
    assert here.hub is not None
    data = bytes(range(256)) * 5000
    await here.hub._home.put_media("123", data)
    assert await talk.get("/media/123") == (200, data)
    for ref in ("124", "..%2F..%2Fhub.db", "", "1%00"):
        assert (await talk.get(f"/media/{ref}"))[0] == 404


async def test_health_and_metrics_tell_how_it_is(talk: Talk) -> None:
    assert await talk.post(webhook()) == 200
    await talk.page()
    told = await talk.health()
    assert told["ok"]
    assert (told["home"], told["media"]["fetched_here"]) == (
        {"ok": True, "problem": "", "updates": 1}, False,
    )  # fmt: skip
    assert told["desks"] == [
        {"desk": "anna", "connected": True, "behind": 1},
        {"desk": "oleg", "connected": False, "behind": None},
    ]
    assert await talk.metric("threadline_hub_webhooks_total") == 1
    assert await talk.metric("threadline_hub_durable_seconds_count") == 1
    assert await talk.metric("threadline_hub_disk_free_bytes") > 0
    async with talk.session.get(f"{talk.watch_url}/") as answer:
        assert answer.status == 404

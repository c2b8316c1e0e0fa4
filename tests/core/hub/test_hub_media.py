"""Files of webhooks: found in whatever body, fetched at once, tried again, kept for the desks."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from core.hub import fetching
from core.hub.fetching import Budget, backoff
from core.hub.media_ids import KINDS, MediaId, media_ids
from tests.core.hub.conftest import Here, Talk, webhook

DATA = Path(__file__).parents[2] / "data" / "whatsapp"


def test_every_recorded_file_is_found() -> None:
    for kind in ("image", "video", "document", "sticker", "audio", "voice"):
        found = media_ids((DATA / f"{kind}.json").read_bytes())
        assert len(found) == 1, kind
        assert found[0].number, kind
    assert media_ids((DATA / "text.json").read_bytes()) == ()


def test_each_file_is_found_once_with_its_number() -> None:
    def change(number: str, *ids: Any) -> dict[str, Any]:
        messages = [{"type": "image", "image": {"id": each}} for each in ids]
        return {"value": {"metadata": {"phone_number_id": number}, "messages": messages}}

    body = {
        "entry": [{"changes": [change("1", "a", "b", "a", 7)]}, {"changes": [change("2", "c")]}]
    }
    assert media_ids(json.dumps(body).encode()) == (
        MediaId("1", "a"), MediaId("1", "b"), MediaId("1", "7"), MediaId("2", "c"),
    )  # fmt: skip


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*KINDS, "metadata", "phone_number_id", "id", "value"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_whatever_json_says_only_ids_are_found(value: Any) -> None:
    for found in media_ids(json.dumps(value).encode()):
        assert found.id.isalnum()
        assert isinstance(found.number, str)


@given(st.binary(max_size=200))
def test_whatever_bytes_come_there_is_an_answer(body: bytes) -> None:
    media_ids(body)


def test_a_body_of_any_depth_has_an_answer() -> None:
    assert media_ids(b'{"value":' * 100_000) == ()
    assert media_ids(b"[" * 5000 + b"]" * 5000) == ()


def test_a_token_rests_before_meta_blocks_it() -> None:
    budget = Budget()
    for second in range(14):
        budget.failed(float(second))
        assert budget.wait(float(second)) == 0
    budget.failed(100.0)
    assert budget.wait(100.0) == 3500.0
    assert budget.wait(3599.9) > 0
    assert budget.wait(3600.0) == 0
    budget.failed(3600.0)
    assert budget.wait(3600.0) == 1.0
    throttled = Budget()
    throttled.failed(0.0, retry_in=60.0)
    assert throttled.wait(10.0) == 50.0


@given(st.lists(st.floats(0, 2000), min_size=1, max_size=80))
def test_never_twenty_failures_in_an_hour(pauses: list[float]) -> None:
    budget, now, failures = Budget(), 0.0, []
    for pause in pauses:
        now += pause + budget.wait(now + pause)
        budget.failed(now)
        failures.append(now)
        assert len([each for each in failures if each > now - 3600]) < 20


def test_what_is_refused_again_and_again_is_given_up() -> None:
    pauses = [backoff(tries) for tries in range(1, 7)]
    assert pauses == [30.0, 120.0, 480.0, 1920.0, 7680.0, None]


class Graph:
    """The far server: files by their ids, and what is wrong with them."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.broken: dict[str, int] = {}
        self.asked: list[str] = []
        self.tokens: set[str] = set()
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.tokens.add(request.headers.get("Authorization", ""))
        kind, _, ref = request.path.removeprefix("/v26.0/").rpartition("/")
        if kind == "file":
            return web.Response(body=self.files[ref])
        self.asked.append(ref)
        if self.broken.get(ref, 0) > 0:
            self.broken[ref] -= 1
            error = {"error": {"code": 100, "message": "does not exist"}}
            return web.json_response(error, status=400)
        digest = hashlib.sha256(self.files[ref]).hexdigest()
        return web.json_response({"url": f"{self.url}/v26.0/file/{ref}", "sha256": digest})


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    made = Graph()
    app = web.Application()
    app.router.add_get("/{tail:.*}", made.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


def numbers(graph: Graph) -> str:
    return f"""
[graph]
base_url = "{graph.url}"
[[numbers]]
phone_number_id = "100"
access_token = {{ file = "access" }}
"""


def picture(ref: str) -> bytes:
    return webhook(ref, type="image", image={"id": ref})


async def fetched(talk: Talk, ref: str) -> bytes:
    async with asyncio.timeout(60):
        while (got := await talk.get(f"/media/{ref}"))[0] == 404:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return got[1]


async def test_a_file_is_fetched_at_once_and_kept(here: Here, graph: Graph) -> None:
    talk = await here.start(numbers(graph))
    graph.files = {"11": b"a picture", "12": b"another"}
    assert await talk.post(picture("11")) == 200
    assert await talk.post(picture("12")) == 200
    assert await fetched(talk, "11") == b"a picture"
    assert await fetched(talk, "12") == b"another"
    assert graph.tokens == {"Bearer access token"}
    assert await talk.post(picture("11")) == 200
    await here.stop()
    again = await here.start(numbers(graph))
    assert await again.get("/media/11") == (200, b"a picture")
    assert sorted(graph.asked) == ["11", "12"]


async def test_what_is_refused_or_broken_is_tried_again(
    here: Here, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_FIRST_PAUSE", 0.0)
    monkeypatch.setattr(fetching, "_LOOK", 0.01)
    talk = await here.start(numbers(graph))
    graph.files, graph.broken = {"11": b"late"}, {"11": 2, "12": 99}
    assert await talk.post(picture("11")) == 200
    assert await talk.post(picture("12")) == 200
    assert await fetched(talk, "11") == b"late"
    await talk.until("threadline_hub_media_due", lambda due: due == 0)
    assert graph.asked.count("12") == 6, "then it is given up"
    assert await talk.metric('threadline_hub_media_total{result="kept"}') == 1


async def test_what_was_due_when_the_line_was_down_is_due_at_the_next_start(
    here: Here, graph: Graph
) -> None:
    away = numbers(graph).replace(graph.url, "http://127.0.0.1:9")
    talk = await here.start(away)
    graph.files = {"11": b"a picture"}
    assert await talk.post(picture("11")) == 200
    await talk.until('threadline_hub_media_total{result="whatsapp-unreachable"}', bool)
    assert (await talk.health())["media"]["due"] == 1
    await here.stop()
    again = await here.start(numbers(graph))
    assert await fetched(again, "11") == b"a picture"

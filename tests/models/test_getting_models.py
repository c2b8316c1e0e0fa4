"""Getting a model over real HTTP: lines that break, servers that lie, pauses, disks, machines."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.problems import ProblemError
from models.catalog import wanted
from models.download import Progress
from models.getting import get_model
from models.hub import Hub
from models.installed import Installed, installed, on_their_way, remove
from models.machine import Memory
from tests.models.loopback_hub import LoopbackHub, self_signed

PLACE = "acme/chat-GGUF/sub/chat-q8.gguf"
AT_ONCE = (0.0,) * 6


@pytest.fixture(scope="session")
def model_bytes(chat_gguf: Path) -> bytes:
    """A model that can be loaded, with a tail that makes it worth a download."""
    return chat_gguf.read_bytes() + random.Random(1).randbytes(2_000_000)


@pytest.fixture
async def serve(model_bytes: bytes) -> AsyncIterator[Callable[..., Awaitable[LoopbackHub]]]:
    """A hub that has the model and fails as it is told."""
    async with AsyncExitStack() as stack:

        async def start(**how: Any) -> LoopbackHub:
            files = how.pop("files", {PLACE: model_bytes})
            return await stack.enter_async_context(LoopbackHub(files, **how))

        yield start


async def get(
    hub: LoopbackHub, folder: Path, *, place: str = PLACE, stall: float = 5.0, **how: Any
) -> Installed:
    async with Hub(hub.address, stall=stall) as session:
        return await get_model(session, wanted(place), folder, **{"pauses": AT_ONCE, **how})


async def refused(hub: LoopbackHub, folder: Path, **how: Any) -> str:
    with pytest.raises(ProblemError) as caught:
        await get(hub, folder, **how)
    return caught.value.problem.code


async def paused_after(hub: LoopbackHub, folder: Path, count: int) -> None:
    """Get the model and pause once ``count`` bytes are here."""
    enough = asyncio.Event()

    def tell(progress: Progress) -> None:
        if progress.done >= count:
            enough.set()

    task = asyncio.create_task(get(hub, folder, on_progress=tell))
    await enough.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def whole(folder: Path, data: bytes) -> bool:
    """Whether the model alone is here, with where it came from, and nothing half done."""
    names = {path.name for path in folder.iterdir() if path.suffix != ".lock"}
    assert (folder / "chat-q8.gguf").read_bytes() == data
    return names == {"chat-q8.gguf", "chat-q8.gguf.json"}


async def test_a_model_is_got_and_told_about(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    hub = await serve()
    seen: list[Progress] = []
    got = await get(hub, tmp_path, on_progress=seen.append)
    assert whole(tmp_path, model_bytes)
    assert got.about is not None
    assert (got.about.architecture, got.about.template, got.about.context) == ("llama", True, 8192)
    assert got.origin is not None
    assert (got.origin.sha256, got.origin.size) == (
        hashlib.sha256(model_bytes).hexdigest(), len(model_bytes),
    )  # fmt: skip
    done = [progress.done for progress in seen]
    assert done == sorted(done)
    assert seen[-1] == Progress("loading", len(model_bytes), len(model_bytes))
    assert installed(tmp_path) == [got]
    # what is here already is not fetched again
    await get(hub, tmp_path)
    assert len(hub.asked) == 1


async def test_the_bytes_may_come_from_another_host_by_a_signed_address(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    blobs = await serve(etag='"v1"', cuts=[700_000])
    hub = await serve(blobs=blobs)
    await get(hub, tmp_path)
    assert whole(tmp_path, model_bytes)
    assert blobs.starts[0] == 0
    assert 0 < blobs.starts[1] <= 700_000
    assert blobs.asked[1][1]["If-Range"] == '"v1"'


async def test_a_signed_address_that_has_run_out_is_asked_for_anew(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    blobs = await serve(cuts=[500_000])
    blobs.refusals = [(403, {}), (410, {})]
    await get(await serve(blobs=blobs), tmp_path)
    assert whole(tmp_path, model_bytes)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cuts=st.lists(st.integers(0, 1_200_000), max_size=5),
    chunk=st.sampled_from([1_000, 64 << 10, 1 << 20]),
    ranges=st.booleans(),
    lengths=st.booleans(),
    etag=st.sampled_from(["", '"strong"', 'W/"weak"']),
)
def test_wherever_the_line_is_cut_the_model_comes_whole(
    cuts: list[int],
    chunk: int,
    ranges: bool,
    lengths: bool,
    etag: str,
    model_bytes: bytes,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async def work() -> None:
        folder = tmp_path_factory.mktemp("cut")
        how = {"cuts": list(cuts), "chunk": chunk, "ranges": ranges}
        async with LoopbackHub({PLACE: model_bytes}, etag=etag, lengths=lengths, **how) as hub:  # type: ignore[arg-type]
            await get(hub, folder)
            assert whole(folder, model_bytes)
            if ranges and etag != 'W/"weak"':
                # nothing that came is fetched twice
                assert hub.starts == sorted(hub.starts)

    asyncio.run(work())


async def test_a_line_that_never_holds_is_told_and_the_next_call_goes_on(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    hub = await serve(cuts=[900_000, *[0] * 20])
    assert await refused(hub, tmp_path) in {"model-hub-unreachable", "model-line-broken"}
    (left,) = on_their_way(tmp_path)
    assert (left.name, left.total) == ("chat-q8", len(model_bytes))
    assert 0 < left.done <= 900_000
    hub.cuts.clear()
    tries = len(hub.asked)
    await get(hub, tmp_path)
    assert whole(tmp_path, model_bytes)
    assert hub.starts[tries:] == [left.done]


async def test_a_pause_keeps_what_has_come(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    hub = await serve(pause=0.01)
    await paused_after(hub, tmp_path, 800_000)
    (left,) = on_their_way(tmp_path)
    assert 800_000 <= left.done < len(model_bytes)
    seen: list[Progress] = []
    hub.pause = 0
    await get(hub, tmp_path, on_progress=seen.append)
    assert whole(tmp_path, model_bytes)
    assert seen[0].stage == "checking"
    assert hub.starts == [0, left.done]


async def test_another_content_under_the_same_name_begins_anew(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    hub = await serve(etag='"old"', pause=0.01)
    await paused_after(hub, tmp_path, 800_000)
    hub.files[PLACE] = newer = model_bytes[:-500_000] + b"\1" * 500_000
    hub.etag, hub.pause = '"new"', 0
    await get(hub, tmp_path)
    assert whole(tmp_path, newer)
    assert hub.starts[-1] == 0


async def test_a_server_that_names_the_same_content_anew_sends_it_from_the_start(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    hub = await serve(etag='"old"', pause=0.01)
    await paused_after(hub, tmp_path, 800_000)
    hub.etag, hub.pause = '"new"', 0
    await get(hub, tmp_path)
    assert whole(tmp_path, model_bytes)


async def test_what_suffered_on_the_disk_is_not_believed(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    hub = await serve(pause=0.01)
    await paused_after(hub, tmp_path, 800_000)
    part = tmp_path / "chat-q8.gguf.part"
    with part.open("r+b") as file:
        file.seek(600_000)
        file.write(b"\0" * 4096)
    hub.pause = 0
    await get(hub, tmp_path)
    assert whole(tmp_path, model_bytes)
    # longer than the whole, whole already, or with a broken note: it comes right all the same
    for name, data in (
        ("chat-q8.gguf.part", model_bytes + b"more"),
        ("chat-q8.gguf.part", model_bytes),
        ("chat-q8.gguf.part.json", b"{"),
    ):
        (tmp_path / "chat-q8.gguf").unlink()
        hub.pause = 0.01
        await paused_after(hub, tmp_path, 100_000)
        (tmp_path / name).write_bytes(data)
        hub.pause = 0
        await get(hub, tmp_path)
        assert whole(tmp_path, model_bytes)


@pytest.mark.parametrize(
    ("status", "headers", "code"),
    [
        (404, {}, "model-hub-missing"),
        (401, {"X-Error-Code": "RepoNotFound"}, "model-hub-missing"),
        (401, {}, "model-hub-refused"),
        (403, {"X-Error-Code": "GatedRepo"}, "model-hub-refused"),
        (429, {"Retry-After": "3600"}, "model-hub-busy"),
        (429, {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}, "model-hub-busy"),
        (400, {}, "model-hub-foreign"),
    ],
)
@pytest.mark.parametrize("where", ["api_refusals", "refusals"])
async def test_a_refusal_is_told_at_once(
    where: str,
    status: int,
    headers: dict[str, str],
    code: str,
    serve: Callable[..., Awaitable[LoopbackHub]],
    tmp_path: Path,
) -> None:
    hub = await serve(**{where: [(status, headers)]})
    assert await refused(hub, tmp_path) == code
    assert installed(tmp_path) == []


@pytest.mark.parametrize("where", ["api_refusals", "refusals"])
async def test_a_hub_in_trouble_is_asked_again(
    where: str, serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    passing = [(500, {}), (429, {"Retry-After": "0"}), (503, {"Retry-After": "soon"}), (502, {})]
    await get(await serve(**{where: passing}), tmp_path)
    assert whole(tmp_path, model_bytes)
    lasting = await serve(**{where: [(503, {})] * 99})
    assert await refused(lasting, tmp_path / "other") == "model-hub-busy"


async def test_what_is_not_the_announced_file_is_never_installed(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    wrong = await serve(announced={"sha256": "0" * 64})
    assert await refused(wrong, tmp_path) == "model-checksum"
    longer = await serve(announced={"size": len(model_bytes) + 1})
    assert await refused(longer, tmp_path) == "model-hub-other"
    shorter = await serve(announced={"size": len(model_bytes) - 1}, lengths=False)
    assert await refused(shorter, tmp_path) == "model-hub-other"
    ending = await serve(announced={"size": len(model_bytes) + 1}, lengths=False)
    assert await refused(ending, tmp_path) in {"model-line-broken", "model-hub-other"}
    assert installed(tmp_path) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html>Please sign in to the network</html>" * 9000, "model-foreign"),
        (b"", "model-foreign"),
        (b"GG", "model-truncated"),
        (b"GGUF\1\0\0\0" + b"\0" * 4096, "model-foreign"),
        (b"GGUF\3\0\0\0" + b"\xff" * 4096, "model-foreign"),
        (b"PK\3\4" + b"\0" * 4096, "model-foreign"),
    ],
)
async def test_a_foreign_file_is_dropped_at_its_first_bytes(
    data: bytes, code: str, serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path
) -> None:
    assert await refused(await serve(files={PLACE: data}), tmp_path) == code
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]


async def test_a_file_that_is_cut_short_at_the_hub_is_known_by_its_head(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, chat_gguf: Path
) -> None:
    half = chat_gguf.read_bytes()[: chat_gguf.stat().st_size // 2]
    assert await refused(await serve(files={PLACE: half}), tmp_path) == "model-truncated"


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b'{"siblings": 5}', b'{"siblings": [{"rfilename": 1}]}', b"\xff"],
)
async def test_a_server_that_is_no_hub_is_told(
    body: bytes, serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path
) -> None:
    assert await refused(await serve(api_body=body), tmp_path) == "model-hub-foreign"


@pytest.mark.parametrize("shift", [1, -1000, 1 << 30])
async def test_a_range_that_does_not_fit_is_asked_for_anew(
    shift: int,
    serve: Callable[..., Awaitable[LoopbackHub]],
    tmp_path: Path,
    model_bytes: bytes,
) -> None:
    hub = await serve(cuts=[900_000], shift=shift)
    await get(hub, tmp_path)
    assert whole(tmp_path, model_bytes)
    assert hub.starts[-1] == 0


async def test_bytes_that_were_packed_on_the_way_are_not_taken(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path
) -> None:
    assert await refused(await serve(packed="gzip"), tmp_path) == "model-hub-other"


async def test_a_file_without_a_checksum_is_not_taken(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path
) -> None:
    body = b'{"siblings": [{"rfilename": "sub/chat-q8.gguf", "size": 9}], "sha": "main"}'
    assert await refused(await serve(api_body=body), tmp_path) == "model-hub-unchecked"


async def test_a_slow_line_is_waited_for_and_a_dead_one_left(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    hub = await serve(chunk=1 << 19, pause=0.15)
    await get(hub, tmp_path)
    assert whole(tmp_path, model_bytes)
    assert len(hub.asked) == 1
    dead = await serve(chunk=1 << 19, pause=2)
    assert await refused(dead, tmp_path / "b", stall=0.2, pauses=()) == "model-hub-unreachable"


async def test_too_small_a_disk_is_told_before_a_byte_is_asked_for(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path
) -> None:
    hub = await serve(announced={"size": 1 << 60})
    assert await refused(hub, tmp_path) == "model-disk"
    assert hub.asked == []


async def test_too_small_a_machine_is_told_once_the_head_is_here(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    hub = await serve(pause=0.02)
    small = {"machine": lambda: Memory(64 << 20, 64 << 20)}
    seen: list[Progress] = []
    assert await refused(hub, tmp_path, on_progress=seen.append, **small) == "model-too-big"
    assert seen[-1].done < len(model_bytes) / 2
    assert on_their_way(tmp_path) == []
    await get(hub, tmp_path, anyway=True, **small)
    assert whole(tmp_path, model_bytes)


async def test_one_model_is_downloaded_once_at_a_time(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    hub = await serve(pause=0.01)
    begun = asyncio.Event()
    first = asyncio.create_task(get(hub, tmp_path, on_progress=lambda _: begun.set()))
    await begun.wait()
    assert await refused(hub, tmp_path) == "model-downloading"
    with pytest.raises(ProblemError, match="model-downloading"):
        remove(tmp_path, "chat-q8")
    await first
    assert whole(tmp_path, model_bytes)


async def test_two_models_of_one_name_do_not_replace_each_other(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    other = "else/where/chat-q8.gguf"
    hub = await serve(files={PLACE: model_bytes, other: model_bytes[:-1] + b"!"})
    await get(hub, tmp_path)
    assert await refused(hub, tmp_path, place=other) == "model-name-taken"
    assert whole(tmp_path, model_bytes)
    # a newer content of the same place takes the place of the older
    hub.files[PLACE] = newer = model_bytes + b"."
    await get(hub, tmp_path)
    assert whole(tmp_path, newer)


async def test_a_model_put_there_by_hand_is_known_by_its_content(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, model_bytes: bytes
) -> None:
    (tmp_path / "chat-q8.gguf").write_bytes(model_bytes)
    hub = await serve()
    await get(hub, tmp_path)
    assert hub.asked == []
    assert whole(tmp_path, model_bytes)


@pytest.mark.parametrize(
    "address", ["", "hub", "ftp://127.0.0.1", "http://hub.example", "https://", "https://h/?a=b"]
)
def test_only_a_safe_line_is_spoken_over(address: str) -> None:
    with pytest.raises(ProblemError, match="model-hub-address"):
        Hub(address)


async def test_a_redirect_leads_to_no_open_line(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path
) -> None:
    for onward in ("http://hub.example/blob", "file:///etc/passwd", "//hub.example:x/", "/"):
        hub = await serve(refusals=[(302, {"Location": onward})])
        code = await refused(hub, tmp_path)
        assert code == ("model-hub-missing" if onward == "/" else "model-hub-foreign")


async def test_redirects_that_go_round_end(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path
) -> None:
    hub = await serve(api_refusals=[(302, {"Location": "/api/models/acme/chat-GGUF"})] * 50)
    assert await refused(hub, tmp_path) == "model-hub-foreign"


async def test_a_hub_that_cannot_prove_who_it_is_is_not_spoken_to(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path
) -> None:
    hub = await serve(tls=self_signed(tmp_path))
    assert await refused(hub, tmp_path / "models") == "model-hub-certificate"
    assert hub.asked == []


async def test_no_hub_at_all_is_told(
    serve: Callable[..., Awaitable[LoopbackHub]], tmp_path: Path, unused_tcp_port: int
) -> None:
    hub = await serve()
    async with Hub(f"http://127.0.0.1:{unused_tcp_port}") as session:
        with pytest.raises(ProblemError, match="model-hub-unreachable"):
            await get_model(session, wanted(PLACE), tmp_path, pauses=(0.0,))
    assert hub.asked == []

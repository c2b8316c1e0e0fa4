"""The embedded home: durable, each key once, pages, places that are lost, files, what is old."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.hub import embedded
from core.hub.embedded import EmbeddedHome
from core.team.wire import Page

DAY = 86_400_000


class Time:
    """A clock that is set by hand."""

    ms = 1_790_000_000_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[EmbeddedHome]:
    made = EmbeddedHome(tmp_path / "data", days=30, now=Time())
    await made.open()
    yield made
    await made.close()


async def put(home: EmbeddedHome, *bodies: str) -> None:
    for body in bodies:
        await home.put(body, body.encode())


async def bodies(home: EmbeddedHome, after: str = "", limit: int = 100) -> list[str]:
    return [update.body.decode() for update in (await home.after(after, limit)).updates]


async def test_a_key_is_kept_once_and_in_order(home: EmbeddedHome) -> None:
    await put(home, "a", "b", "a")
    await asyncio.gather(*(home.put(key, key.encode(), desk="anna") for key in "cdcd"))
    assert await bodies(home) == ["a", "b", "c", "d"]
    page = await home.after("", 100)
    assert [update.desk for update in page.updates] == ["", "", "anna", "anna"]


async def test_who_read_all_waits_though_known_ones_came_again(home: EmbeddedHome) -> None:
    await put(home, "a", "a", "a")
    await asyncio.gather(*(home.put("a", b"a") for _ in range(9)))
    page = await home.after("", 10)
    assert (len(page.updates), page.more, home.behind(page.position)) == (1, False, 0)


async def test_many_at_once_share_transactions(
    home: EmbeddedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0
    real = home._file.write

    async def counted(work: object) -> object:
        nonlocal written
        written += 1
        return await real(work)  # type: ignore[arg-type]

    monkeypatch.setattr(home._file, "write", counted)
    await asyncio.gather(*(home.put(str(n), b"x") for n in range(400)))
    assert written <= 3
    assert len(await bodies(home, limit=1000)) == 400


async def test_a_page_ends_at_its_limit_and_goes_on_behind_it(home: EmbeddedHome) -> None:
    await put(home, "a", "b", "c")
    page = await home.after("", 2)
    assert (len(page.updates), page.more, page.lost) == (2, True, False)
    rest = await home.after(page.position, 2)
    assert ([update.body for update in rest.updates], rest.more) == ([b"c"], False)
    assert (await home.after(rest.position, 2)).position == rest.position
    assert home.behind(page.position) == 1


async def test_a_page_is_bounded_in_bytes_but_never_empty(
    home: EmbeddedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "PAGE_BYTES", 10)
    for key, size in (("a", 50), ("b", 6), ("c", 3), ("d", 6)):
        await home.put(key, b"x" * size)
    sizes, position = [], ""
    while True:
        page = await home.after(position, 100)
        sizes.append([len(update.body) for update in page.updates])
        position = page.position
        if not page.more:
            break
    assert sizes == [[50], [6, 3], [6]]


async def test_who_waits_is_told_at_once(home: EmbeddedHome) -> None:
    position = (await home.after("", 10)).position
    waiting = asyncio.create_task(home.grown(position, 60))
    await asyncio.sleep(0)
    assert not waiting.done()
    await put(home, "a")
    await waiting
    assert await bodies(home, position) == ["a"]


@pytest.mark.parametrize(
    "place",
    ["x", "-", "00-1-1", "{}-9-0", "{}-1-0", "{}-1", "{}-", "{}--", "{}-x-0", "{}--1-0", "{}-²-0"],
)
async def test_a_place_that_the_home_does_not_know_is_lost(home: EmbeddedHome, place: str) -> None:
    await put(home, "a")
    page = await home.after(place.format(home.identity), 10)
    assert (page.lost, len(page.updates)) == (True, 1)
    assert not (await home.after(page.position, 10)).lost


async def test_a_home_made_anew_is_another_one(home: EmbeddedHome, tmp_path: Path) -> None:
    await put(home, "a", "b")
    position = (await home.after("", 10)).position
    await home.close()
    again = EmbeddedHome(tmp_path / "data")
    await again.open()
    assert (await again.after(position, 10)).lost is False
    await again.close()
    shutil.rmtree(tmp_path / "data")
    anew = EmbeddedHome(tmp_path / "data")
    await anew.open()
    await put(anew, "c", "d", "e")
    page = await anew.after(position, 10)
    assert (page.lost, len(page.updates)) == (True, 3)
    await anew.close()


async def test_a_home_put_back_from_a_backup_does_not_pass_for_what_was_read(
    tmp_path: Path,
) -> None:
    time = Time()
    home = EmbeddedHome(tmp_path / "data", now=time)
    await home.open()
    await put(home, "a")
    await home.close()
    shutil.copytree(tmp_path / "data", tmp_path / "backup")
    await home_read(tmp_path / "data", time, "b", "c")
    position = (await home_read(tmp_path / "data", time)).position
    time.ms += 1000
    page = await home_read(tmp_path / "backup", time, "d", "e", after=position)
    assert (page.lost, [update.body for update in page.updates]) == (True, [b"a", b"d", b"e"])


async def home_read(folder: Path, time: Time, *bodies: str, after: str = "") -> Page:
    """What a home has after it took ``bodies`` in."""
    home = EmbeddedHome(folder, now=time)
    await home.open()
    await put(home, *bodies)
    page = await home.after(after, 100)
    await home.close()
    return page


async def test_what_is_too_old_goes_and_its_place_is_lost(home: EmbeddedHome) -> None:
    time = home._now
    assert isinstance(time, Time)
    await home.put("a", b"a", media=["1"])
    first = (await home.after("", 10)).position
    await home.put("b", b"b", media=["2"])
    second = (await home.after("", 10)).position
    await home.put_media("1", b"same")
    await home.put_media("2", b"same")
    time.ms += 29 * DAY
    await home.put("c", b"c", media=["3"])
    await home.put_media("3", b"same")
    assert not await home.sweep()
    assert await bodies(home) == ["a", "b", "c"]
    time.ms += 2 * DAY
    assert not await home.sweep()
    assert await bodies(home) == ["c"]
    assert (await home.after(first, 10)).lost
    assert not (await home.after(second, 10)).lost
    assert not (await home.after("", 10)).lost
    assert (await home.media("1"), await home.media("3")) == (None, b"same")
    time.ms += 29 * DAY
    await home.sweep()
    assert await bodies(home) == []
    assert (await home.backlog()).last == 3
    assert not [path for path in (home._folder / "media").rglob("*") if path.is_file()]


async def test_files_are_due_until_they_are_kept_or_put_off(home: EmbeddedHome) -> None:
    time = home._now
    assert isinstance(time, Time)
    await home.put("a", b"a", media=["1", "2", "3"])
    await home.put("a", b"a", media=["4"])
    assert await home.due(2) == ["1", "2"]
    assert await home.due(9) == ["3"], "what was given out is nobody else's for a while"
    await home.put_media("1", b"one")
    await home.put_off("2", 60)
    await home.put_off("3", None)
    assert (await home.media("1"), await home.media("2")) == (b"one", None)
    time.ms += 61_000
    assert await home.due(9) == ["2"]
    time.ms += 11 * 60_000
    assert await home.due(9) == ["2"], "who was given it has not come back"
    assert (await home.backlog()).files == 1
    time.ms += 8 * DAY
    assert await home.due(9) == [], "Meta has forgotten it"
    assert (await home.backlog()).files == 0


async def test_with_little_room_nothing_is_taken_until_there_is_more(tmp_path: Path) -> None:
    home = EmbeddedHome(tmp_path, spare=2**62)
    await home.open()
    with pytest.raises(OSError, match="free"):
        await home.put("a", b"a")
    home._spare, home._looked = 0, -10.0
    await home.put("a", b"a")
    assert await bodies(home) == ["a"]
    await home.close()


async def test_what_cannot_be_written_is_an_os_error_for_each(
    home: EmbeddedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(work: object) -> object:
        raise ValueError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(home._file, "write", refuse)
        got = await asyncio.gather(home.put("a", b"a"), home.put("b", b"b"), return_exceptions=True)
        assert [type(each) for each in got] == [OSError, OSError]
    await put(home, "a")
    assert await bodies(home) == ["a"]

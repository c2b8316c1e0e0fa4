"""Several files go out as one album, once; over real TCP."""

from pathlib import Path
from typing import Any

import pytest
from telethon import functions

from core.domain.around import Around
from core.domain.events import MessageReceived, SendRequested, SentFile
from core.domain.problems import ChannelError
from core.domain.sends import Forward
from core.pipeline.outgoing_files import albums
from core.sandbox.telegram.rpc.call import Refused
from tests.core.channels.telegram.conftest import Stage

FILES = tuple(SentFile(file=name, name=name, mime="image/jpeg") for name in ("b.jpg", "c.jpg"))
ALBUM = SendRequested(
    client_ref="r", text="Объект", file="a.jpg", file_name="a.jpg", mime="image/jpeg", more=FILES
)


async def _met(stage: Stage, folder: Path) -> Any:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (folder / name).write_bytes(b"\xff\xd8" + name.encode() * 9000)
    channel = await stage.signed_in(media_dir=str(folder))
    stage.write("здравствуйте")
    await stage.agree()
    return channel


async def test_an_album_goes_out_as_one(stage: Stage, tmp_path: Path) -> None:
    channel = await _met(stage, tmp_path)
    shares: list[float] = []
    channel.on_upload = lambda _ref, done, size: shares.append(done / size)
    sent = await channel.send(stage.peer(), ALBUM)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    await stage.agree()
    ours = stage.server.history(stage.me, stage.irina)[1:]
    assert [one.text for one in ours] == ["Объект", "", ""]
    assert sent.external_id == str(ours[0].id)
    got = [b for b in stage.log.bodies(MessageReceived) if b.direction == "out"]
    assert [b.client_ref for b in got] == ["r", None, None]
    assert len({b.around for b in got}) == 1
    assert got[0].around is not None
    assert got[0].around != Around()
    # the same send again shows nothing twice
    assert await channel.send(stage.peer(), ALBUM) == sent
    assert len(stage.server.history(stage.me, stage.irina)) == 4


@pytest.mark.parametrize(("times", "outcome"), [(2, "sent"), (9, "refused")])
async def test_an_album_that_the_server_forgot_before_it_went_out_goes_up_again(
    stage: Stage, tmp_path: Path, times: int, outcome: str
) -> None:
    channel = await _met(stage, tmp_path)
    uploads, asked = [], []

    def goes_up(one: Any, usual: Any) -> Any:
        uploads.append(one)
        return usual()

    def forgot(_: Any, usual: Any) -> Any:
        asked.append(1)
        if len(asked) <= times:
            raise Refused(f"FILE_REFERENCE_{len(asked) % 3}_EXPIRED", 400)
        return usual()

    stage.differ(functions.messages.UploadMediaRequest, goes_up)
    stage.differ(functions.messages.SendMultiMediaRequest, forgot)
    if outcome == "refused":
        with pytest.raises(ChannelError) as refused:
            await channel.send(stage.peer(), ALBUM)
        assert refused.value.retry_in is None
    else:
        sent = await channel.send(stage.peer(), ALBUM)
        await stage.agree()
        ours = stage.server.history(stage.me, stage.irina)[1:]
        assert [str(one.id) for one in ours][:1] == [sent.external_id]
        assert len(ours) == len(FILES) + 1
    assert (len(asked), len(uploads)) == (3, 9)  # three times three files


async def test_an_album_whose_answer_was_lost_is_found(stage: Stage, tmp_path: Path) -> None:
    channel = await _met(stage, tmp_path)

    lost: list[Any] = []

    def first_is_lost(_: Any, usual: Any) -> Any:
        answer = usual()
        if not lost:
            lost.append(answer)
            raise Refused("TIMEOUT", 500)
        return answer

    stage.differ(functions.messages.SendMultiMediaRequest, first_is_lost)
    with pytest.raises(ChannelError) as caught:
        await channel.send(stage.peer(), ALBUM)
    assert caught.value.uncertain  # it is asked once more
    sent = await channel.send(stage.peer(), ALBUM)
    await stage.agree()
    ours = stage.server.history(stage.me, stage.irina)[1:]
    assert [one.text for one in ours] == ["Объект", "", ""]
    assert sent.external_id == str(ours[0].id)
    assert lost


def test_pictures_go_with_pictures() -> None:
    paths = [Path(one) for one in ("a.jpg", "b.png", "c.pdf", "d.docx", "e.jpg")]
    assert [[p.name for p in group] for group in albums(paths)] == [
        ["a.jpg", "b.png"], ["c.pdf", "d.docx"], ["e.jpg"],
    ]  # fmt: skip
    assert [len(group) for group in albums([Path("a.jpg")] * 23)] == [10, 10, 3]


async def test_an_album_is_passed_on_as_one(stage: Stage, tmp_path: Path) -> None:
    channel = await _met(stage, tmp_path)
    await channel.send(stage.peer(), ALBUM)
    await stage.agree()
    first, *more = [str(one.id) for one in stage.server.history(stage.me, stage.irina)[1:]]
    wanted = Forward(source=str(stage.irina), target=first, more=tuple(more))
    request = SendRequested(client_ref="f", text="Объект", content=wanted)
    sent = await channel.send(stage.peer(), request)
    await stage.agree()
    ours = stage.server.history(stage.me, stage.irina)[4:]
    assert [one.text for one in ours] == ["Объект", "", ""]
    assert sent.external_id == str(ours[0].id)
    passed = [b for b in stage.log.bodies(MessageReceived) if b.around and b.around.forward]
    assert [b.client_ref for b in passed] == ["f", None, None]
    assert len({b.around.album for b in passed if b.around}) == 1
    # once more it is the same three
    assert await channel.send(stage.peer(), request) == sent
    assert len(stage.server.history(stage.me, stage.irina)) == 7

"""Files through the sandbox's Telegram: up and down in parts, byte for byte."""

from __future__ import annotations

import io
import random

import pytest
from telethon import errors
from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram import SandboxFile

ANNA, IRINA = "+79990001122", "+79161112233"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    + (320).to_bytes(4, "big")
    + (200).to_bytes(4, "big")
    + bytes(60)
)


async def test_a_document_goes_up_and_comes_down_the_same(town, sign_in):
    anna, irina = await sign_in(town.server, ANNA), await sign_in(town.server, IRINA)
    data = random.Random(1).randbytes(1_300_001)
    file = io.BytesIO(data)
    file.name = "прайс.bin"
    sent = await anna.send_file("irina_k", file, caption="Прайс", force_document=True)
    assert sent.document.size == len(data)
    got = next(d.message for d in await irina.get_dialogs())
    assert (got.message, got.file.name) == ("Прайс", "прайс.bin")
    assert await got.download_media(bytes) == data
    stored = town.server.history(town.irina, town.anna)[0]
    assert (stored.file_name, stored.file_size) == ("прайс.bin", len(data))


async def test_a_big_upload_takes_the_big_file_parts(town, sign_in):
    anna = await sign_in(town.server, ANNA)
    data = random.Random(2).randbytes(11 * 1024 * 1024)
    sent = await anna.send_file(
        "me", data, force_document=True, attributes=[tl.DocumentAttributeFilename("архив.zip")]
    )
    chunks = [chunk async for chunk in anna.iter_download(sent.document, request_size=1024 * 1024)]
    assert b"".join(chunks) == data


async def test_files_of_the_scenario_download_with_their_attributes(town, sign_in):
    server = town.server
    kinds = [
        SandboxFile("смета.pdf", "application/pdf", b"%PDF-1.7 " * 9000, "document"),
        SandboxFile("снимок.png", "image/png", PNG, "image"),
        SandboxFile("voice.ogg", "audio/ogg", b"OggS" * 5000, "voice", duration=7),
    ]
    for file in kinds:
        server.send(town.irina, town.anna, file.name, file=file)
    anna = await sign_in(server, ANNA)
    voice, photo, document = await anna.get_messages((await anna.get_dialogs())[0].entity, limit=3)
    assert (document.file.name, document.file.mime_type) == ("смета.pdf", "application/pdf")
    assert (photo.photo.sizes[0].w, photo.photo.sizes[0].h) == (320, 200)
    assert voice.voice is not None
    assert voice.file.duration == 7
    for message, file in zip((document, photo, voice), kinds, strict=True):
        assert await message.download_media(bytes) == file.data


async def test_a_photo_is_sent_by_a_client_and_sent_on_by_reference(town, sign_in):
    anna = await sign_in(town.server, ANNA)
    file = io.BytesIO(PNG)
    file.name = "фото.png"
    peer = await anna.get_input_entity("irina_k")
    media = tl.InputMediaUploadedPhoto(await anna.upload_file(file))
    sent = await anna.send_file(peer, media)
    assert sent.photo is not None
    again = await anna.send_file(peer, sent.photo, caption="ещё раз")
    assert again.photo.id == sent.photo.id
    assert [m.file_size for m in town.server.history(town.irina, town.anna)] == [len(PNG)] * 2


async def test_a_missing_part_and_a_stale_reference_are_told(town, sign_in):
    server = town.server
    anna = await sign_in(server, ANNA)
    await anna(fn.upload.SaveFilePartRequest(file_id=5, file_part=0, bytes=b"x" * 1024))
    peer = await anna.get_input_entity("irina_k")
    media = tl.InputMediaUploadedDocument(tl.InputFile(5, 2, "a.bin", ""), "text/plain", [])
    with pytest.raises(errors.FilePartMissingError):
        await anna(fn.messages.SendMediaRequest(peer, media, ""))
    server.send(
        town.irina, town.anna, "", file=SandboxFile("a.txt", "text/plain", b"a", "document")
    )
    document = (await anna.get_messages(peer, limit=1))[0].document
    location = tl.InputDocumentFileLocation(document.id, document.access_hash, b"old", "")
    with pytest.raises(errors.FileReferenceExpiredError):
        await anna(fn.upload.GetFileRequest(location, 0, 4096))

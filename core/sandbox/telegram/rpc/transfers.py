"""upload.* and the media of messages: parts up, parts down."""

from __future__ import annotations

from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.files import UploadError
from core.sandbox.telegram.records import FileKind, SandboxFile
from core.sandbox.telegram.rpc.call import Call, Handlers, Refused

MAX_PART = 512 * 1024
MAX_CHUNK = 1024 * 1024


def save_part(call: Call, request: Any) -> bool:
    """Keep one part of an upload, small or big."""
    if not request.bytes:
        raise Refused("FILE_PART_EMPTY")
    if len(request.bytes) > MAX_PART:
        raise Refused("FILE_PART_TOO_BIG")
    call.world.files.save_part(call.user, request.file_id, request.file_part, request.bytes)
    return True


def get_file(call: Call, request: Any) -> Any:
    """A piece of a file: `limit` bytes from `offset`, fewer at the end, none past it."""
    location = request.location
    if isinstance(location, tl.InputPeerPhotoFileLocation):
        return _piece(call, request, _portrait(call, location))
    if not isinstance(location, tl.InputDocumentFileLocation | tl.InputPhotoFileLocation):
        raise Refused("LOCATION_INVALID")
    return _piece(call, request, _checked(call, location))


def _portrait(call: Call, location: Any) -> int:
    """The photo of somebody's profile, while it is that."""
    ident = call.world.persons.of(call.peer(location.peer)).photo
    if not ident or ident != location.photo_id:
        raise Refused("PHOTO_INVALID")
    return ident


def _piece(call: Call, request: Any, file_id: int) -> Any:
    if not 0 < request.limit <= MAX_CHUNK or request.limit % 1024:
        raise Refused("LIMIT_INVALID")
    if request.offset < 0 or request.offset % 1024:
        raise Refused("OFFSET_INVALID")
    record = call.world.files.get(file_id)
    piece = call.world.files.data(file_id)[request.offset : request.offset + request.limit]
    return tl.upload.File(
        type=tl.storage.FileUnknown(), mtime=int(record.at) if record else 0, bytes=piece
    )


def upload_media(call: Call, request: Any) -> Any:
    """Make message media of an upload without sending it."""
    record = call.world.files.get(take_media(call, request.media))
    return call.view.file_media(record) if record is not None else tl.MessageMediaEmpty()


def take_media(call: Call, media: Any) -> int:
    """The file id of an InputMedia: an upload that is now finished, or a file known already."""
    if isinstance(media, tl.InputMediaUploadedPhoto):
        return _finish(call, media.file, "image", "image/jpeg", [])
    if isinstance(media, tl.InputMediaUploadedDocument):
        attributes = media.attributes
        kind: FileKind = "document"
        if any(isinstance(a, tl.DocumentAttributeAudio) and a.voice for a in attributes):
            kind = "voice"
        return _finish(call, media.file, kind, media.mime_type, attributes)
    if isinstance(media, tl.InputMediaDocument | tl.InputMediaPhoto):
        return _checked(call, media.id)
    raise Refused("MEDIA_INVALID")


def _finish(call: Call, file: Any, kind: FileKind, mime: str, attributes: list[Any]) -> int:
    if not isinstance(file, tl.InputFile | tl.InputFileBig):
        raise Refused("MEDIA_INVALID")
    named = [a.file_name for a in attributes if isinstance(a, tl.DocumentAttributeFilename)]
    durations = [a.duration for a in attributes if isinstance(a, tl.DocumentAttributeAudio)]
    try:
        data = call.world.files.finish(
            call.namer, file.id, file.parts, getattr(file, "md5_checksum", "")
        )
    except UploadError as error:
        raise Refused(str(error)) from error
    stored = SandboxFile(
        name=named[0] if named else file.name,
        mime=mime,
        data=data,
        kind=kind,
        duration=durations[0] if durations else 0,
        dc=0 if call.address.dc_id == call.world.first else call.address.dc_id,
    )
    extra = [bytes(a) for a in attributes if not isinstance(a, tl.DocumentAttributeFilename)]
    return call.world.files.add(stored, extra).id


def _checked(call: Call, location: Any) -> int:
    file_id = int(location.id)
    if call.world.files.get(file_id) is None:
        raise Refused("FILE_ID_INVALID")
    if location.access_hash != call.world.people.access_hash(call.namer, "file", file_id):
        raise Refused("FILE_ID_INVALID")
    if location.file_reference != call.world.files.reference(file_id):
        raise Refused("FILE_REFERENCE_EXPIRED")
    return file_id


HANDLERS: Handlers = {
    fn.upload.SaveFilePartRequest: save_part,
    fn.upload.SaveBigFilePartRequest: save_part,
    fn.upload.GetFileRequest: get_file,
    fn.messages.UploadMediaRequest: upload_media,
}

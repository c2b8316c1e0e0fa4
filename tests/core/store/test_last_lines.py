"""The line of a thread in the list: an album's words, and those of a draft without its signs."""

from core.domain import events as ev
from core.domain.around import Around
from core.domain.channels import Channel, Peer
from core.domain.views import ThreadRow
from core.store.read.threads import threads
from tests.core.store.test_any_order import NOW, Log, event, log

TG, WA = Peer(Channel.TELEGRAM, "1", "77"), Peer(Channel.WHATSAPP, "555", "79161112233")


def _picture(name: str, text: str, album: str, second: int = 0) -> ev.Event:
    picture = ev.Attachment(kind="image", name="a.jpg", ref="x")
    body = ev.MessageReceived(
        direction="in", text=text, attachments=(picture,), around=Around(album=album)
    )
    return event(TG, name, body, NOW + second * 1000)


def _row(kept: Log) -> ThreadRow:
    (row,) = threads(kept.conn, now=NOW)
    return row


def test_an_album_is_called_by_its_words() -> None:
    with log() as kept:
        kept.append([_picture("1", "Старый объект", "a"), _picture("2", "", "b", 3)])
        assert (_row(kept).last_text, _row(kept).last_note) == ("", "image")
        kept.append([_picture("4", "", "c", 60), _picture("3", "Наш объект", "c", 59)])
        assert (_row(kept).last_text, _row(kept).last_note) == ("Наш объект", "image")
        kept.append([_picture("5", "", "", 61)])
        assert _row(kept).last_text == ""


def test_a_draft_is_its_words() -> None:
    for peer, wanted in ((TG, "Цена 5 за всё"), (WA, "Цена **5** за ||всё||")):
        with log() as kept:
            body = ev.MessageReceived(direction="in", text="?")
            kept.append([event(peer, "1", body)])
            kept.conn.execute(
                "INSERT INTO chat_drafts (channel, account, peer, text, at) VALUES (?, ?, ?, ?, 1)",
                (peer.channel.value, peer.account, peer.id, "Цена **5** за ||всё||"),
            )
            assert _row(kept).draft == wanted

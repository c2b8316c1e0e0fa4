"""One event onto the tables. The only place that knows which projection an event belongs to."""

import sqlite3

import msgspec
from msgspec import structs

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.sends import Delete, Edit, Pin, Reaction, Vote
from core.store.projection import (
    account,
    beside,
    chats,
    gestures,
    messages,
    people,
    reading,
    sends,
    teams,
    triage,
    unreadable,
    voices,
)


def apply(conn: sqlite3.Connection, seq: int, event: ev.Event, recorded_at: int) -> set[int]:
    """Project one event; returns the threads whose rows changed: their ``summary`` is to be made
    anew when all that belongs together is projected."""
    touched = _dispatch(conn, seq, event, recorded_at)
    if touched is None:
        # its message is not here yet (webhooks come in any order): it waits for it
        assert event.peer is not None
        conn.execute(
            "INSERT OR IGNORE INTO pending VALUES (?, ?, ?, ?)",
            (event.channel.value, event.account, _target(event.body), seq),
        )
        return set()
    name = _named(event)
    if name:
        touched |= _replay_pending(conn, event, name)
    return touched


def _dispatch(
    conn: sqlite3.Connection, seq: int, event: ev.Event, recorded_at: int
) -> set[int] | None:
    body = event.body
    match body:
        case ev.ThreadUnderstood():
            return reading.understood(conn, seq, body)
        case ev.FactReviewed():
            return reading.review(conn, seq, body)
        case ev.IntentsCorrected():
            return reading.correct_intents(conn, body)
        case ev.Routed():
            if body.by == "operator":
                thread = people.root_of(conn, body.thread)
                teams.note(conn, thread, body, event.at, event.external_id)
            return reading.route(conn, body)
        case ev.CrmDelivered():
            return reading.crm_delivered(conn, event.at, body)
        case ev.ContactsMerged():
            return people.merge(conn, seq, body)
        case ev.MergeUndone():
            return people.unmerge(conn, seq, body)
        case (
            ev.ThreadPinned()
            | ev.ThreadSnoozed()
            | ev.ThreadDone()
            | ev.FollowUpSet()
            | ev.ThreadAssigned()
        ):
            return triage.mark(conn, event.at, event.external_id, body)
        case ev.AccountNotice():
            return account.notice(conn, event.at, body)
        case ev.TemplateChanged():
            return account.template(conn, event.at, body)
        case ev.Unreadable():
            return unreadable.kept(conn, seq, event, recorded_at)
        case _:
            assert event.peer is not None, f"{event.kind} concerns a chat"
            return _dispatch_chat(conn, seq, event, event.peer, recorded_at)


def _dispatch_chat(
    conn: sqlite3.Connection, seq: int, event: ev.Event, peer: Peer, recorded_at: int
) -> set[int] | None:
    body = event.body
    match body:
        case ev.MessageReceived():
            return messages.receive(conn, seq, event, body, recorded_at)
        case ev.MediaArrived():
            return beside.media(conn, seq, peer, body)
        case ev.ContentChanged():
            return beside.content(conn, seq, peer, body)
        case ev.MessagePinned():
            return beside.pin(conn, peer, body)
        case ev.CallEnded():
            return beside.call(conn, peer, body)
        case ev.MarketingSet():
            return beside.marketing(conn, peer, event.at, body)
        case ev.MessageEdited():
            below = gestures.edited(conn, peer, body)
            beside.other_files(conn, peer, body)
            return messages.edit(conn, seq, peer, body) if below is None else below
        case ev.MessageDeleted():
            gestures.gone(conn, peer, body.target)
            return messages.delete(conn, seq, peer, body)
        case ev.ReactionSet():
            return messages.react(conn, seq, peer, event.at, body)
        case ev.ReadUpTo():
            return messages.read_up_to(conn, peer, event.at, body)
        case ev.DeliveryChanged():
            why = body.problem if body.status == "failed" else ""
            touched = gestures.settled(conn, seq, body.client_ref, why)
            return sends.deliver(conn, peer, body) if touched is None else touched
        case ev.AttachmentStored():
            return messages.store_attachment(conn, seq, peer, body)
        case ev.VoiceHeard():
            return voices.hear(conn, seq, peer, body)
        case ev.ProfileSeen():
            who = people.identity(conn, peer)
            people.see_profile(conn, seq, who, body.profile, event.at)
            return {who["thread"]}
        case ev.IdentityChanged():
            return people.change_identity(conn, seq, peer, event.at, body)
        case ev.WindowClosed():
            who = people.identity(conn, peer)
            conn.execute(
                "UPDATE identities SET window_closed = max(coalesce(window_closed, 0), ?)"
                " WHERE id = ?",
                (event.at, who["id"]),
            )
            return {who["thread"]}
        case ev.SendRequested(content=Reaction() | Edit() | Delete() | Vote() | Pin() as wanted):
            return gestures.request(conn, seq, event, body, wanted)
        case ev.SendRequested():
            thread = _thread(conn, sends.request(conn, seq, event, body))
            triage.answered(conn, thread, event.at)
            return {thread}
        case ev.MessageSent():
            touched = gestures.settled(conn, seq, body.client_ref, at=event.at)
            return sends.sent(conn, event, body) if touched is None else touched
        case ev.SendFailed():
            touched = gestures.settled(conn, seq, body.client_ref, body.problem)
            return sends.failed(conn, body) if touched is None else touched
        case ev.TurnRead():
            return reading.turn_read(conn, seq, peer, body)
        case ev.TeamMarked():
            return _team(conn, event, peer, body)
        case ev.ThreadOpened():
            return {people.opened(conn, seq, peer, body.profile, event.at)}
        case ev.ChatSet():
            return chats.said(conn, peer, event.at, body.state)
        case ev.ChatWished():
            return chats.wished(conn, seq, event, body)
        case ev.ChatSettled():
            return chats.settled(conn, event)
        case ev.FoldersSet():
            return chats.folders(conn, peer, body.folders)
        case ev.MutesSet():
            return chats.mutes(conn, peer, body.defaults)
        case _:
            raise AssertionError(f"no projection for {event.kind}")


def _team(conn: sqlite3.Connection, event: ev.Event, peer: Peer, body: ev.TeamMarked) -> set[int]:
    who = people.identity(conn, peer)
    thread, mark = int(who["thread"]), body.mark
    if not teams.stands(conn, who, body, event.at, event.external_id):
        return set()
    if isinstance(mark, ev.Routed):
        return reading.route(conn, structs.replace(mark, thread=thread, by="operator"))
    return triage.put(conn, thread, event.at, mark)


def _thread(conn: sqlite3.Connection, message: int) -> int:
    (thread,) = conn.execute("SELECT thread FROM messages WHERE id = ?", (message,)).fetchone()
    return int(thread)


def _target(body: ev.Body) -> str:
    return str(getattr(body, "target", "") or getattr(body, "client_ref", "") or "")


def _named(event: ev.Event) -> str:
    """The external id that a message may have from this event on; '' where there is none."""
    match event.body:
        case ev.MessageReceived():
            return event.external_id
        case ev.MessageSent(message_id=name) | ev.DeliveryChanged(target=name):
            return name
        case _:
            return ""


def _replay_pending(conn: sqlite3.Connection, event: ev.Event, name: str) -> set[int]:
    key = (event.channel.value, event.account, name)
    waiting = conn.execute(
        "SELECT seq FROM pending WHERE channel = ? AND account = ? AND target = ? ORDER BY seq", key
    ).fetchall()
    touched: set[int] = set()
    for (seq,) in waiting:
        later, recorded_at = load(conn, seq)
        done = _dispatch(conn, seq, later, recorded_at)
        if done is None:
            continue  # the name was said of a send that has another: its message is still to come
        touched |= done
        conn.execute(
            "DELETE FROM pending WHERE channel = ? AND account = ? AND target = ? AND seq = ?",
            (*key, seq),
        )
    return touched


def load(conn: sqlite3.Connection, seq: int) -> tuple[ev.Event, int]:
    """The event at a position of the log, and when it was recorded (ms)."""
    row = conn.execute("SELECT * FROM log WHERE seq = ?", (seq,)).fetchone()
    peer = Peer(Channel(row["channel"]), row["account"], row["peer"]) if row["peer"] else None
    event = ev.Event(
        external_id=row["external_id"],
        at=row["at"],
        body=msgspec.json.decode(row["body"], type=ev.Body),
        peer=peer,
        raw=row["raw"],
    )
    return event, int(row["recorded_at"])

"""What happens to groups of ours. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/groups/webhooks
"""

from core.channels.whatsapp import records
from core.channels.whatsapp.gathering import moment, named, names
from core.channels.whatsapp.reading import Reader
from core.channels.whatsapp.records import Raw, noted
from core.domain.channels import Profile
from core.domain.events import MessageReceived, ProfileSeen


def group(reader: Reader, raw: Raw) -> None:
    """A group was made, named, left or joined: a line in its thread."""
    told = records.part(raw, records.Group)
    ident, kind = named(told.group_id), noted(told.type or "") or "group"
    at = moment(told.timestamp, reader.walk.now)
    subject = told.subject or records.lenient(told.group_subject, str, "")
    if not subject:
        subject = records.soft(told.group_subject, records.GroupSubject).text or ""
    # several people may come and go within one second
    key = f"{kind}:{ident}:{told.request_id}" if told.request_id else reader.walk.key(kind, raw)
    if subject:
        reader.add(key, at, ProfileSeen(profile=Profile(name=subject)), ident, raw)
    who: list[str] = []
    for list_ in (told.added_participants, told.removed_participants, told.failed_participants):
        for each in reader.walk.listed(list_):
            one = records.soft(each, records.Participant)
            person, profile = reader.person(names(one.wa_id or one.input, one.user_id))
            who.append(profile.name or profile.phone or person.peer)
    line = MessageReceived(
        direction="in",
        text=", ".join(filter(None, who)) or subject,
        note=kind,
        opens_window=False,
        service=True,
    )
    reader.add(key, at, line, ident, raw)

"""What every part of a change needs: who is who, and where events go. Pure."""

from core.channels.whatsapp import records
from core.channels.whatsapp.gathering import Gathering, Names, name, names
from core.channels.whatsapp.records import Raw
from core.domain.channels import Channel, Peer, Profile
from core.domain.events import AccountNotice, Body, Event, Severity


class Reader:
    """One change of one of our numbers, read into ``walk``. ``ours`` is the number itself,
    digits alone, '' where it is not told."""

    def __init__(self, walk: Gathering, value: records.Value, account: str, ours: str) -> None:
        self.walk = walk
        self.value = value
        self.account = account
        self.ours = ours
        self._contacts: dict[str, tuple[Names, Profile]] = {}
        self._only: tuple[Names, Profile] | None = None
        people = list(walk.listed(value.contacts))
        for raw in people:
            contact = records.soft(raw, records.Contact)
            called = records.soft(contact.profile, records.ProfileName)
            profile = Profile(name=called.name or "", username=called.username or None)
            told = names(contact.wa_id, contact.user_id, contact.parent_user_id)
            self._contacts |= dict.fromkeys(filter(None, told), (told, profile))
            self._only = (told, profile) if len(people) == 1 else None

    def peer(self, ident: str) -> Peer:
        """A client of this number."""
        return Peer(Channel.WHATSAPP, self.account, ident)

    def add(self, external_id: str, at: int, body: Body, ident: str, raw: Raw) -> None:
        """What happened with a client."""
        self.walk.events.append(
            Event(
                external_id=external_id,
                at=at,
                body=body,
                peer=self.peer(ident),
                raw=bytes(raw),
            )
        )

    def notice(
        self,
        key: str,
        at: int,
        code: str,
        raw: Raw,
        params: dict[str, str],
        severity: Severity = "info",
    ) -> None:
        """What happened with this number of ours."""
        body = AccountNotice(
            channel=Channel.WHATSAPP,
            code=code,
            params=params,
            severity=severity,
            subject=f"{code}:{self.account}",
        )
        self.walk.events.append(Event(external_id=key, at=at, body=body, raw=bytes(raw)))

    def person(self, told: Names) -> tuple[Names, Profile]:
        """Who it is, completed by ``contacts``: by any name, and where the message has none of
        those that the only contact has. A WhatsApp id need not be the number that it writes from:
        the only contact is who it is then as well, but not under that id."""
        found = next((self._contacts[one] for one in told if one in self._contacts), self._only)
        whole, profile = told, Profile()
        if found and not told.differ(found[0]):
            whole, profile = told.completed(found[0]), found[1]
        elif found and not told._replace(wa_id="").differ(found[0]):
            profile = found[1]
        phone = f"+{whole.wa_id}" if whole.wa_id.isdigit() else None
        return whole, Profile(name=profile.name, phone=phone, username=profile.username)


def ident_of(told: Names, profile: Profile) -> str:
    """The client's id; of one who is known by a username alone, that."""
    return told.peer or (f"@{profile.username}" if profile.username else "")


def writer(told: Names, profile: Profile) -> str:
    """Who wrote in a group, as one calls them."""
    handle = f"@{profile.username}" if profile.username else ""
    return profile.name or profile.phone or handle or name(told.peer)

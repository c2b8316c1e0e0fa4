"""Who is a group: told by the peer alone, on both messengers."""

import pytest

from core.domain.channels import Channel, Peer, is_group


@pytest.mark.parametrize(
    ("channel", "ident", "group"),
    [
        (Channel.TELEGRAM, "6100000002", False),
        (Channel.TELEGRAM, "-4012345678", True),
        (Channel.TELEGRAM, "-1001234567890", True),
        (Channel.WHATSAPP, "79161112233", False),
        (Channel.WHATSAPP, "+79161112233", False),
        (Channel.WHATSAPP, "79161112233#14", False),
        (Channel.WHATSAPP, "RU.1234567890123456789", False),
        (Channel.WHATSAPP, "@irina.k", False),
        (Channel.WHATSAPP, "Y2FwaV9ncm91cDox", True),
        (Channel.WHATSAPP, "120363025246125486@g.us", True),
        (Channel.WHATSAPP, "", False),
        (Channel.DESK, "-1", False),
    ],
)
def test_a_group_is_known_by_its_peer(channel: Channel, ident: str, group: bool) -> None:
    assert is_group(Peer(channel, "1", ident)) is group

"""Accounts by which nothing goes out until somebody signs in: what waits for one is left as it is,
and looked at again when its channel is in another state (whoever changes that wakes the stages)."""

from collections.abc import Callable, Collection, Mapping

from core.domain.channels import Channel, Peer
from core.domain.problems import Problem
from core.ports import ChannelPort

Channels = Callable[[], Mapping[tuple[str, str], ChannelPort]]


class Away:
    """``closed`` says why nothing will ever go out to a peer through our account there."""

    def __init__(self, channels: Channels, closed: Callable[[Peer], Problem | None]) -> None:
        self._channels, self._closed = channels, closed
        self._accounts: set[tuple[Channel, str]] = set()

    def takes(self, peer: Peer) -> bool:
        """Whether the account that something would go out by is such a one."""
        channel = self._channels().get((peer.channel.value, peer.account))
        gone = channel is None or channel.state == "signed_out"
        if gone and self._closed(peer) is None:
            self._accounts.add((peer.channel, peer.account))
            return True
        return False

    def accounts(self) -> Collection[str]:
        """Those that still are, as `core.store.read` leaves them out: ``channel:account``."""
        known, self._accounts = self._accounts, set()
        for channel, account in known:
            self.takes(Peer(channel, account, ""))
        return [f"{channel.value}:{account}" for channel, account in self._accounts]

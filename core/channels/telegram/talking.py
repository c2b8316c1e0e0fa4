"""What to talk to Telegram through now, and what a failure means to the operator."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.channels.telegram.connection import Connection
from core.channels.telegram.groups import Groups
from core.channels.telegram.line import LineClient
from core.channels.telegram.problems import (
    OFFLINE,
    OFFLINE_RETRY,
    SIGNED_OUT,
    channel_error,
    is_signed_out,
)
from core.channels.telegram.sync import Sync
from core.domain.problems import ChannelError


class Talking:
    """The line of a connection, as long as one stands."""

    def __init__(self, connection: Connection, now: Callable[[], int]) -> None:
        self._connection, self._now = connection, now

    def line(self) -> tuple[LineClient, Sync]:
        """Raises ChannelError where there is none."""
        if self._connection.state == "signed_out":
            raise ChannelError(SIGNED_OUT)
        client, sync = self._connection.client, self._connection.sync
        if client is None or sync is None or not client.alive:
            raise ChannelError(OFFLINE, retry_in=OFFLINE_RETRY)
        return client, sync

    @property
    def groups(self) -> Groups | None:
        """The book of groups; None while nobody is signed in."""
        sync = self._connection.sync
        return sync.people.groups if sync is not None else None

    @contextmanager
    def talk(self) -> Iterator[tuple[LineClient, Sync]]:
        """The same; whatever fails within is raised as ChannelError."""
        client, sync = self.line()
        try:
            yield client, sync
        except Exception as error:
            raise self.failed(error) from error

    def failed(self, error: Exception) -> ChannelError:
        """What the operator is told of it."""
        if is_signed_out(error):
            self._connection.nudge()
        return channel_error(error, self._now())

"""The loop of the window: asyncio on Qt's own, through qasync."""

import asyncio
from typing import Any

import qasync


class Loop(qasync.QEventLoop):  # type: ignore[misc]
    """Qt's loop. When what it runs is done qasync lets Qt go on once more, and with it whatever
    task is ready: for that one, too, this is the running loop."""

    def run_forever(self) -> Any:
        """Run until it is stopped."""
        try:
            return super().run_forever()
        finally:
            asyncio.events._set_running_loop(self)

    def run_until_complete(self, future: Any) -> Any:
        """Run until ``future`` is done; gives what it gave."""
        try:
            return super().run_until_complete(future)
        finally:
            asyncio.events._set_running_loop(None)

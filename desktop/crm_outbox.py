"""The CRM that the settings name, and the stage that delivers to it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.problems import Problem, ProblemError
from core.pipeline.delivery import DeliveryStage
from core.ports import CrmRecord, CrmTarget
from core.store.read import crm as read_crm
from core.store.read import work
from core.store.store import Store
from desktop.profile import Profile

if TYPE_CHECKING:
    from core.crm.mapping import Mapping


class CrmOutbox:
    """``delivery`` is None where no CRM is set up, or (``problem``) its mapping does not do."""

    def __init__(self, profile: Profile, store: Store) -> None:
        self._profile = profile
        self._store = store
        self.delivery: DeliveryStage | None = None
        self.problem: Problem | None = None

    def open(self) -> None:
        """Make the stage as the settings are. Imports ``desktop.parts``."""
        from desktop import parts

        self.problem = None
        try:
            mapping = parts.crm_mapping.load()
            target = self._target(mapping)
        except ProblemError as error:
            self.problem = error.problem
            return
        if target is not None:
            record = partial(parts.build_record, mapping)
            self.delivery = DeliveryStage(
                self._store, target, record, parts.digest, parts.retry_delay
            )

    def _target(self, mapping: "Mapping") -> CrmTarget | None:
        from desktop import parts

        get = self._profile.get
        match get("crm.target"):
            case "folder":
                folder = get("crm.folder")
                where = Path(folder) if folder else self._profile.folder / "crm"
                return parts.FolderTarget(where, mapping, self._profile.language)
            case "tryton":
                return parts.TrytonTarget(self._profile.tryton(), self._profile.secrets, mapping)
            case _:
                return None

    async def trouble(self) -> Problem | None:
        """Why something could not be delivered, the newest."""
        if self.delivery is None:
            return None
        target = self.delivery.target.name
        row = await self._store.read(
            lambda conn: conn.execute(
                "SELECT problem FROM crm c JOIN threads t ON t.id = c.thread WHERE target = ?"
                " AND problem != '' AND t.merged_into IS NULL ORDER BY next_at DESC LIMIT 1",
                (target,),
            ).fetchone()
        )
        return Problem.decode(row[0]) if row is not None else None

    async def busy(self) -> bool:
        """Whether some thread's facts are still on their way."""
        delivery, now = self.delivery, 1 << 62
        if delivery is None:
            return False
        due = await self._store.read(
            lambda conn: work.next_delivery(conn, delivery.target.name, now)
        )
        return due is not None

    async def delivered(self, thread: int) -> CrmRecord | None:
        """The thread's record where the CRM holds it as it stands; None where it does not."""
        if self.delivery is None:
            return None
        target = self.delivery.target.name
        row = await self._store.read(lambda conn: read_crm.state(conn, thread, target))
        return await self.delivery.record(thread) if row.state == "delivered" else None

    async def close(self) -> None:
        """Deliver what is taken in hand, and let the CRM go. To be called with the stage ended."""
        delivery, self.delivery = self.delivery, None
        if delivery is not None:
            await delivery.finish()
            await delivery.target.close()

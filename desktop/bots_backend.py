"""What the window asks of connected bots: implements ``viewmodels.bots_port``."""

from typing import TYPE_CHECKING

from desktop.viewmodels.bots_port import BotRow, LinkRow, ServedRow

if TYPE_CHECKING:
    from desktop.application import Application


class BotsBackend:
    """As they stand at each call."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def listed(self) -> list[BotRow]:
        """As they are now."""
        bots, rows = self._app.bots, []
        for one in bots.rows:
            channel = None if one.removed else bots.live.get(one.slot)
            if channel is None:
                continue
            links = tuple(
                LinkRow(
                    account=str(link.user), name=link.name or str(link.user), rights=link.rights,
                    disabled=link.disabled, own=self._app.telegrams.signed_in(str(link.user)),
                )
                for link in channel.links
            )  # fmt: skip
            rows.append(
                BotRow(
                    slot=one.slot, bot=one.bot, name=channel.name or one.name,
                    state=channel.state, problem=channel.problem, links=links,
                )
            )  # fmt: skip
        return rows

    async def served(self) -> list[ServedRow]:
        """Those not signed in here themselves, each once; who is served before who was."""
        found: dict[str, ServedRow] = {}
        for one in sorted(self._app.bots.rows, key=lambda row: row.removed):
            for served in one.serves:
                if not self._app.telegrams.signed_in(served.account):
                    row = ServedRow(
                        account=served.account, name=served.name or served.account,
                        rights=self._app.bots.rights(served.account), bot=one.name,
                        barred=self._app.bots.barred(served.account),
                    )  # fmt: skip
                    found.setdefault(served.account, row)
        return list(found.values())

    async def add(self, token: str) -> str:
        """One more."""
        return await self._app.add_bot(token)

    async def renew(self, slot: str, token: str) -> None:
        """Another token."""
        await self._app.bots.renew(slot, token)

    async def remove(self, slot: str) -> None:
        """One less."""
        await self._app.remove_bot(slot)

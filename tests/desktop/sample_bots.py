"""What the window asks of business bots, answered in memory."""

from msgspec import structs

from core.domain.problems import Problem, ProblemError
from desktop.viewmodels.bots_port import BotRow, LinkRow, ServedRow

TOKEN = "123456789:AAFq8x1-s_8xQbV2dYh0nE3sGmTz4rLkPwY"
RIGHTS = ("reply", "read_messages", "delete_sent_messages")


class SampleBots:
    """``refused`` is what the next token is refused with; ``given`` are the tokens that were."""

    def __init__(self) -> None:
        self.rows: list[BotRow] = []
        self.serves: list[ServedRow] = []
        self.refused: Problem | None = None
        self.given: list[str] = []

    async def listed(self) -> list[BotRow]:
        return list(self.rows)

    async def served(self) -> list[ServedRow]:
        return list(self.serves)

    async def add(self, token: str) -> str:
        self._take(token)
        slot = str(len(self.rows) + 1)
        unconnected = Problem("telegram-bot-unconnected", {"name": "@vega_sales_bot"})
        self.rows.append(
            BotRow(slot=slot, bot="1", name="@vega_sales_bot", state="online", problem=unconnected)
        )
        return slot

    async def renew(self, slot: str, token: str) -> None:
        self._take(token)
        self.rows = [
            structs.replace(r, state="online", problem=None) if r.slot == slot else r
            for r in self.rows
        ]

    async def remove(self, slot: str) -> None:
        self.rows = [row for row in self.rows if row.slot != slot]

    def _take(self, token: str) -> None:
        self.given.append(token)
        refused, self.refused = self.refused, None
        if refused is not None:
            raise ProblemError(refused)

    def connected(self, lang: str, account: str = "") -> None:
        """A bot that three accounts have connected, each otherwise; it brings the chats of
        ``account``."""
        first, second, third = (
            ("Анна Смирнова", "Борис Орлов", "Вера Ким")
            if lang == "ru"
            else ("Anna Smirnova", "Boris Orlov", "Vera Kim")
        )
        links = (
            LinkRow(account=account or "9001", name=first, rights=RIGHTS),
            LinkRow(account="9002", name=second, rights=("read_messages",)),
            LinkRow(account="9003", name=third, rights=RIGHTS, disabled=True),
        )
        self.rows = [BotRow(slot="1", bot="1", name="@vega_sales_bot", state="online", links=links)]
        self.serves = [
            ServedRow(account=one.account, name=one.name, rights=frozenset(one.rights))
            for one in links
        ]

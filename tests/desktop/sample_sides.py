"""Facts of the sample's second thread: sources that differ, a confirmed one gone against, a yes
that is a reaction."""

from typing import TYPE_CHECKING

from core.domain.channels import Channel
from core.domain.reading import Fact
from core.domain.views import FactRow

if TYPE_CHECKING:
    from tests.desktop.sample_backend import SampleBackend

HOUR = 3_600_000


def contradicting(sample: "SampleBackend") -> list[FactRow]:
    """A quantity in a document against the message, a budget against the confirmed one."""
    now, ru = sample.now, sample.lang == "ru"
    unit, paper = ("шт", "Заявка.pdf") if ru else ("pcs", "Request.pdf")

    def row(
        ident: str, kind: str, value: str, message: int, ago: float, quote: str = "",
        *history: FactRow, page: int | None = None, confidence: float = 0.9, **more: object,
    ) -> FactRow:  # fmt: skip
        at = now - int(ago * HOUR)
        fact = Fact(
            id=ident, kind=kind, value=value, quote=quote or value, message=str(message), start=0,
            end=4, confidence=confidence, source="rule", at=at, page=page,
            attachment=None if page is None else 0, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        return FactRow(
            fact=fact, message=message, message_at=at, channel=Channel.WHATSAPP,
            document=paper if page is not None else "", history=history,
            reaction=kind == "decision",
        )  # fmt: skip

    on_paper = row("o1", "quantity", "200", 51, 3, page=1, unit=unit, status="superseded")
    first = row("o2", "quantity", "250", 51, 2.8, unit=unit, status="superseded")
    said = row("o4", "budget", "300000 RUB", 51, 3, status="superseded", review="confirmed")
    return [
        row("o3", "quantity", "350", 54, 0.43, "", first, on_paper, unit=unit),
        row("o5", "budget", "260000 RUB", 54, 0.43, "", said, confidence=0.6),
        row("o6", "decision", "yes", 52, 1.9, "👍", confidence=0.8),
    ]

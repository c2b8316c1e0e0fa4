"""The lines over a message: who wrote it in a group, the ad its writer came from, the product."""

from typing import Final, NamedTuple

from core.domain.events import Referral
from core.domain.views import MessageRow
from desktop.shell.context import Shell

LONGEST: Final = 300


class Head(NamedTuple):
    """One line; ``icon`` is '' for a name."""

    icon: str
    text: str


def heads(shell: Shell, row: MessageRow) -> list[Head]:
    """What stands over the words of a message, from above."""
    found: list[Head] = []
    if row.author:
        found.append(Head("", row.author))
    if row.ad is not None:
        found.append(Head("megaphone", _came(shell, row.ad)))
    if row.product:
        found.append(Head("box", shell.tr("about-product", name=row.product)))
    return [Head(one.icon, one.text[:LONGEST]) for one in found]


def _came(shell: Shell, ad: Referral) -> str:
    key = "came-from-post" if ad.source == "post" else "came-from-ad"
    name = ad.headline or ad.text or ad.url or ad.source_id
    return shell.tr(f"{key}-named", name=name) if name else shell.tr(key)

"""The lines over a message: who wrote it in a group, the ad its writer came from, the product."""

from typing import Final, NamedTuple

from core.domain.around import Around
from core.domain.events import Referral
from core.domain.views import AttachmentRow, MessageRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import words

LONGEST: Final = 300


class Head(NamedTuple):
    """One line; ``icon`` is '' for a name, ``topic`` for a topic of a forum, which has a
    ``colour`` (0xRRGGBB)."""

    icon: str
    text: str
    colour: int = 0


def heads(shell: Shell, row: MessageRow) -> list[Head]:
    """What stands over the words of a message, from above."""
    found: list[Head] = []
    if row.author:
        found.append(Head("", words.person(row.author)))
    if row.topic is not None:
        found.append(Head("topic", words.topic_name(shell, row.topic), row.topic.colour))
    if row.ad is not None:
        found.append(Head("megaphone", _came(shell, row.ad)))
    if row.around is not None:
        found += _around(shell, row.around)
    found += [Head("voice", words.file_name(one)) for one in row.attachments if _track(one)]
    if row.product:
        found.append(Head("box", shell.tr("about-product", name=row.product)))
    return [one._replace(text=one.text[:LONGEST]) for one in found]


def _track(item: AttachmentRow) -> bool:
    """Whether a sound has a name that says something: a voice message has none."""
    return item.kind == "audio" and bool(item.name)


def _around(shell: Shell, around: Around) -> list[Head]:
    found = []
    if around.mentioned:
        found.append(Head("at", shell.tr("mentioned-you")))
    if around.forward is not None:
        key = "forwarded-from" if around.forward.name else "forwarded-hidden"
        told = {"name": around.forward.name} if around.forward.name else {}
        if around.forward.at:
            key, told = f"{key}-at", told | {"when": formats.full(shell.i18n, around.forward.at)}
        found.append(Head("send", shell.tr(key, **told)))
    if around.via:
        found.append(Head("model", shell.tr("via-bot", name=around.via)))
    if around.automatic:
        found.append(Head("clock", shell.tr("business-automatic")))
    if around.story:
        found.append(Head("reply", shell.tr("answers-story")))
    return found


def _came(shell: Shell, ad: Referral) -> str:
    key = "came-from-post" if ad.source == "post" else "came-from-ad"
    name = ad.headline or ad.text or ad.url or ad.source_id
    return shell.tr(f"{key}-named", name=name) if name else shell.tr(key)

"""What may be put into the draft by name: quick replies, one's own and Telegram's, and the
templates of WhatsApp."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from core.domain.business import Shortcut
from desktop.shell.fuzzy import score
from desktop.shell.layouts import swapped
from desktop.viewmodels import quick_replies
from desktop.viewmodels.quick_replies import QuickReply
from desktop.viewmodels.rows import RowsModel
from desktop.viewmodels.templates import TemplateRow


@dataclass(frozen=True)
class Offer:
    """``text`` is what would stand in the draft (of a template: what the client would read),
    ``missing`` the gaps that nothing fills. ``kept``: a quick reply of Telegram's."""

    kind: Literal["reply", "kept", "template"]
    id: str
    name: str
    text: str
    word: str = ""
    missing: tuple[str, ...] = ()
    template: TemplateRow | None = None
    kept: Shortcut | None = None


class OfferModel(RowsModel[Offer]):
    """``filled`` gives the offer of a reply or template as it stands now."""

    def __init__(self, filled: Callable[[QuickReply | Shortcut | TemplateRow], Offer]) -> None:
        super().__init__()
        self._filled = filled

    def key(self, row: Offer) -> object:
        """Kind and id."""
        return row.kind, row.id

    def text(self, row: Offer) -> str:
        """Its name and how it reads."""
        return f"{row.name}: {row.text}"

    def type(
        self, typed: str, replies: Sequence[QuickReply], templates: Sequence[TemplateRow],
        kept: Sequence[Shortcut] = (),
    ) -> None:  # fmt: skip
        """Show what fits ``typed``: one's own replies, then Telegram's (``kept``), then templates;
        before all others those of which a word begins so."""
        found: list[QuickReply | Shortcut | TemplateRow] = [*quick_replies.found(typed, replies)]
        named = [QuickReply(name=one.name, word=one.name, text="") for one in kept]
        by = {id(name): one for name, one in zip(named, kept, strict=True)}
        found += [by[id(one)] for one in quick_replies.found(typed, named)]
        fits = [(score(typed.strip(), template_name(t)), t) for t in templates]
        ranked = sorted((f for f in fits if f[0] is not None), key=lambda f: -(f[0] or 0.0))
        found += [t for _, t in ranked]
        if typed.strip():
            found.sort(key=lambda row: not _begins(typed, row))
        offers = [self._filled(row) for row in found]
        self.show(list({self.key(offer): offer for offer in offers}.values()))


def template_name(row: TemplateRow) -> str:
    """As it is shown: ``order shipped · ru``."""
    return f"{row.name.replace('_', ' ')} · {row.lang}"


def _begins(typed: str, row: QuickReply | Shortcut | TemplateRow) -> bool:
    """Whether its short word or a word of its name begins with what was typed, in either layout."""
    words = row.name.replace("_", " ").casefold().split()
    if isinstance(row, QuickReply) and row.word:
        words.append(row.word.casefold())
    wanted = typed.strip().casefold()
    return any(word.startswith((wanted, swapped(wanted))) for word in words)

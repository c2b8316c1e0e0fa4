"""What may be put into the draft by name: quick replies, and the templates of WhatsApp."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.shell.fuzzy import score
from desktop.viewmodels import quick_replies
from desktop.viewmodels.quick_replies import QuickReply
from desktop.viewmodels.rows import RowsModel
from desktop.viewmodels.templates import TemplateRow


@dataclass(frozen=True)
class Offer:
    """``text`` is what would stand in the draft (of a template: what the client would read),
    ``missing`` the gaps that nothing fills."""

    kind: Literal["reply", "template"]
    id: str
    name: str
    text: str
    word: str = ""
    missing: tuple[str, ...] = ()
    template: TemplateRow | None = None


class OfferModel(RowsModel[Offer]):
    """``filled`` gives the offer of a reply or template as it stands now."""

    def __init__(self, filled: Callable[[QuickReply | TemplateRow], Offer]) -> None:
        super().__init__()
        self._filled = filled

    def key(self, row: Offer) -> object:
        """Kind and id."""
        return row.kind, row.id

    def text(self, row: Offer) -> str:
        """Its name and how it reads."""
        return f"{row.name}: {row.text}"

    def type(
        self, typed: str, replies: Sequence[QuickReply], templates: Sequence[TemplateRow]
    ) -> None:
        """Show what fits ``typed``: replies first, then templates."""
        found: list[QuickReply | TemplateRow] = [*quick_replies.found(typed, replies)]
        fits = [(score(typed.strip(), template_name(t)), t) for t in templates]
        ranked = sorted((f for f in fits if f[0] is not None), key=lambda f: -(f[0] or 0.0))
        offers = [self._filled(row) for row in [*found, *(t for _, t in ranked)]]
        self.show(list({self.key(offer): offer for offer in offers}.values()))


def template_name(row: TemplateRow) -> str:
    """As it is shown: ``order shipped · ru``."""
    return f"{row.name.replace('_', ' ')} · {row.lang}"

"""What may be typed next in the search: filters by their names, and the values they know."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from core.domain.reading import INTENTS
from core.search.query import Part, Query

FILTERS: Final[dict[str, dict[str, str]]] = {
    "from": {"ru": "от", "en": "from"}, "queue": {"ru": "очередь", "en": "queue"},
    "has": {"ru": "есть", "en": "has"}, "is": {"ru": "только", "en": "is"},
    "budget": {"ru": "бюджет", "en": "budget"}, "deadline": {"ru": "срок", "en": "deadline"},
    "intent": {"ru": "тема", "en": "intent"}, "channel": {"ru": "канал", "en": "channel"},
    "after": {"ru": "после", "en": "after"}, "before": {"ru": "до", "en": "before"},
}  # fmt: skip
"""Filters in the order they are offered, by the names they are shown under."""
_SIGN: Final = {"budget": ">"}
VALUES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "has": {"ru": ("pdf", "голос", "фото", "документ", "ссылка", "видео"),
            "en": ("pdf", "voice", "image", "doc", "link", "video")},
    "is": {"ru": ("непрочитанные", "ждут", "готово", "закрепленные"),
           "en": ("unread", "waiting", "done", "pinned")},
    "channel": {"ru": ("telegram", "whatsapp"), "en": ("telegram", "whatsapp")},
    "deadline": {"ru": ("сегодня", "завтра", "неделя", "месяц"),
                 "en": ("today", "tomorrow", "week", "month")},
    "after": {"ru": ("сегодня", "вчера"), "en": ("today", "yesterday")},
    "before": {"ru": ("сегодня", "вчера"), "en": ("today", "yesterday")},
    "budget": {"ru": ("100к", "300к", "1млн"), "en": ("100k", "300k", "1m")},
}  # fmt: skip
ICONS: Final = {
    "from": "person", "queue": "queue", "has": "attach", "is": "inbox", "budget": "money",
    "deadline": "calendar", "intent": "flag", "channel": "send", "after": "calendar",
    "before": "calendar",
}  # fmt: skip
_MOST: Final = 8


class Suggestion(NamedTuple):
    """``typed`` is the filter's name with its sign, ``value`` what goes behind it ('': it is still
    to be typed); ``label`` is shown, with ``hint`` behind it."""

    typed: str
    value: str
    label: str
    icon: str = ""
    hint: str = ""


class Suggestions:
    """``names`` give queues and tags by id, in the operator's language."""

    def __init__(
        self,
        lang: Callable[[], str],
        queues: Callable[[], Sequence[tuple[str, str]]],
        intent_name: Callable[[str], str],
        hint: Callable[[str], str],
    ) -> None:
        self._lang, self._queues = lang, queues
        self._intent_name, self._hint = intent_name, hint

    def __call__(self, query: Query) -> list[Suggestion]:
        """For what is typed: values of the filter being typed, or filters whose name begins so.
        With nothing typed all filters; with words nothing, for what is found is shown."""
        if query.typing is not None:
            return self._values(query.typing)
        if not query.parts:
            return [self._filter(name) for name in FILTERS]
        last = query.parts[-1]
        if not query.open or len(last.text) < 2:
            return []
        start = last.text.casefold()
        names = [
            n for n, words in FILTERS.items() if any(w.startswith(start) for w in words.values())
        ]
        return [self._filter(name) for name in names]

    def resolve(self, query: Query) -> Query:
        """Queues and tags by their ids, however they were called."""
        return Query(tuple(map(self._resolved, query.parts)), query.open)

    def _resolved(self, part: Part) -> Part:
        known = self._known(part.name) if part.kind == "filter" else ()
        low = part.text.casefold()
        for fits in (str.__eq__, str.startswith):
            for id_, name in known:
                if fits(name.casefold(), low) or fits(id_.casefold(), low):
                    return part._replace(text=id_)
        return part

    def _known(self, name: str) -> Iterable[tuple[str, str]]:
        if name == "queue":
            return [(id_, shown) for id_, shown in self._queues() if id_]
        if name == "intent":
            return [(tag, self._intent_name(tag)) for tag in INTENTS]
        return ()

    def _filter(self, name: str) -> Suggestion:
        typed = FILTERS[name][self._lang()] + _SIGN.get(name, ":")
        return Suggestion(typed, "", typed, ICONS[name], self._hint(name))

    def _values(self, begun: Part) -> list[Suggestion]:
        lang = "ru" if any("а" <= c <= "я" for c in begun.typed.casefold()) else "en"
        known = [(shown, shown) for _, shown in self._known(begun.name)]
        known += [(one, one) for one in VALUES.get(begun.name, {}).get(lang, ())]
        low = begun.text.casefold()
        return [
            Suggestion(begun.typed, value, shown, ICONS[begun.name])
            for value, shown in known
            if shown.casefold().startswith(low) and shown.casefold() != low
        ][:_MOST]

"""Firms by the word beside them: “invoice to Helix Bio”, «пекарня Каравай», a job at one."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import re
from collections.abc import Iterator, Sequence

from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers.english import FIRST_NAMES, ORDINARY
from core.understanding.recognizers.roles import MORE_RU, ROLE
from core.understanding.text import Span


def firms_beside(place: Passage, cities: Sequence[Span]) -> Iterator[tuple[Span, float]]:
    """Names of the client's firm, and how sure each is."""
    for m in _AT_EN.finditer(place.text):
        span = _latin_name(place, m.end())
        if span and not any(c.start <= span.start < c.end for c in cities):
            yield span, 0.8
    for m in _HERE_EN.finditer(place.text):
        if m["n"].lower().split()[0] not in FIRST_NAMES | ORDINARY:
            yield Span(*m.span("n")), 0.75
    for m in _NAMED_RU.finditer(place.low):
        yield Span(*m.span("q")), 0.85
    opening = _OPENS_RU.match(place.text)
    if opening and "city" not in place.context.asked:
        form = opening["n"].lower()
        compound = "-" in form or any(c.isdigit() for c in form)
        known = word(form).known and not compound
        if (not known and not word(form).tags & {"Geox", "Name"}) or (compound and not known):
            yield Span(*opening.span("n")), 0.72
    for m in _LOWER_RU.finditer(place.text):
        if not word(m["n"]).tags & {"Name", "Geox"} or m["n"].isupper():
            yield Span(*m.span("n")), 0.75


_AT_EN = re.compile(
    r"(?i:(?:manager|owner|director|officer|engineer|buyer|chef|chief|head|lead|rep|assistant|specialist|accountant|coordinator|warden|partnerships|alliances|procurement|purchasing|operations|finance|facilities|work|working|based|run|kitchen|stores)\s+(?:at|for|of)\s+(?:the\s+)?|"
    r"(?:invoice|bill|quote|paperwork|contract|receipt)\s+(?:\S+\s+){0,4}?to\s+(?:the\s+)?|(?:invoice|bill|on\s+behalf\s+of|letterhead:|customer:|buyer:|we're|we\s+are|it's|this\s+is)\s+|"
    r"[,|]\s*(?:head\s+of\s+\w+|[a-z ]*(?:manager|director|owner|buyer|officer))\s*[,|]\s*)(?=[A-Z])"
)
"""Where an English firm's name follows: “night manager at”, “invoice to”, “head of partnerships,”."""
_OPENS_RU = re.compile(
    rf"\s*(?:[Зз]дравствуйте\W+|[Дд]обрый\s+день\W+|[Пп]ривет\W+)?(?P<n>[А-ЯЁ][А-Яа-яЁё]{{2,}}(?:-[А-ЯЁа-яё\d]+)*),\s*(?=(?:(?i:{ROLE.pattern}|{MORE_RU}|нуж|надо|снабж|закуп|логист|отдел)|[А-ЯЁ][а-яё]+(?:\s*[:.]|\s*$)))"
)
"""«Кедр-Мебель, казначей Юля: …»: a word no dictionary has, before who writes or what for."""
_HERE_EN = re.compile(
    r"(?:^|[.!\n]\s*|(?i:hello|hi|morning|afternoon|hey)\W+)(?P<n>[A-Z][\w&'-]+(?:\s+(?:&\s+)?[A-Z][\w&'-]+){0,3})(?:\s+here(?!\w)|,\s*(?=[\w.+-]+@))"
)
_NAMED_RU = re.compile(
    r"(?<!\w)(?:лаборатори[яи]|агрохолдинг\w?|сет[ьи]\s+(?:аптек|магазинов|кафе|клиник|салонов|отелей|ресторанов)|пекарн[яи]|кондитерск\w+|турбюро|бюро|ассоциаци[яи]|колхоз\w?|кфх|спк|театр\w?|тсж|тсн|ук|гимнази[яи]|школ[аы]|лаге?р[ья]|детский\s+сад|винодельн[яи]|"
    r"кофейн[яи]|аптек[аи]|ателье|типографи[яи]|автосервис\w?|мебельн\w+|хозяйств[оа]|питомник\w?|санатори[йя]|база\s+отдыха|дилер\w?|автопарк\w?|склад\w?|фонд\w?|институт\w?|вице-президент|президент|директор|менеджер|снабженец|закупки)\s+(?P<q>\"[^\"\n]{2,50}\")"
)
_LOWER_RU = re.compile(
    r"(?<!\w)(?:из\s+(?:пекарни|кофейни|кафе|клиники|компании|фирмы|магазина|салона|студии|агентства|ресторана|отеля|сети|типографии|мастерской|турфирмы|стоматологии)|пекарня|кондитерская|кофейня|кафе|клиника|турфирма|агентство|стоматология|автосервис|ТСЖ|ТСН|ТК|ТД|КФХ|СПК|УК)\s+(?P<n>[А-ЯЁ][а-яёА-ЯЁ-]{2,}(?:\s[А-ЯЁ][а-яё-]{2,})?)"
)


def _latin_name(place: Passage, start: int) -> Span | None:
    """A firm's name in Latin letters: two words and more, or one that is no ordinary word."""
    m = re.compile(r"[A-Z][\w&'’-]+(?:\s+(?:&\s+|and\s+|of\s+)?[A-Z][\w&'’-]+){0,3}").match(
        place.text, start
    )
    if m is None:
        return None
    words = place.low[m.start() : m.end()].split()
    if (
        words[0] in FIRST_NAMES
        or words[0] in _NO_FIRMS
        or (len(words) == 1 and words[0] in ORDINARY)
    ):
        return None
    if (
        len(words) > 1
        and words[0] in ORDINARY
        and words[1] in ORDINARY
        and words[-1] in ORDINARY
        and len(words) < 3
    ):
        return None
    if len(words) == 1 and (m.group().isupper() and len(m.group()) <= 4):
        return None
    return Span(*m.span())


_NO_FIRMS = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday mr mrs ms dr""".split()  # noqa: SIM905
)


def no_firm(place: Passage, span: Span) -> bool:
    """«Благодарю за …», «HR», «снт Ромашка» in an address are nobody's firm."""
    form, written = place.low[slice(*span)], place.text[slice(*span)]
    if re.fullmatch(r"[А-ЯЁA-Z]{2,4}", written) and written.lower() in _ABBREVIATED:
        return True
    if re.match(r"(?:снт|днп|жк|бц|тц)\s", form):
        return True
    if re.fullmatch("[а-я-]+", form):
        entry = word(form)
        return (entry.known and entry.pos in {"VERB", "ADVB", "PREP", "CONJ"}) or form in {
            "реквизиты",
            "счет",
            "договор",
            "адрес",
            "доставка",
            "оплата",
            "бизнес",
        }
    return False


_ABBREVIATED = frozenset(
    """hr пнд вэжх ндс кп инн рф сто ип пвх мдф лдсп дсп осб crm erp api b2b nda усн осно эдо гост снип pdf usb led it ит pr seo smm""".split()  # noqa: SIM905
)

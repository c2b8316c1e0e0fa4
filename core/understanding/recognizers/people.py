"""Who writes: name, role and company, by what people say of themselves and how they sign."""

import re
from typing import NamedTuple

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import is_first_name, word
from core.understanding.recognizers.base import as_written, free
from core.understanding.text import Span, around, trim


class Named(NamedTuple):
    """What the entity tagger found: PER, ORG or LOC at [start, end)."""

    start: int
    end: int
    type: str


_W = r"[^\W\d_]+(?:-[^\W\d_]+)?"
_NAME_CUES = re.compile(
    r"(?<!\w)(?:меня\s+зовут|зовут\s+меня|мое\s+имя|имя\s*[:-]|фио\s*[:-]|контактное\s+лицо\s*[:-]?|контакт\s*[:-]|получатель\s*[:-]|"
    r"с\s+уважением|с\s+ув\.|спасибо,\s*\n|ответственн\w+\s*[:-]|обращаться\s+к|можно\s+просто|"
    r"my\s+name\s+is|my\s+name's|name\s*[:-]|contact\s+person\s*[:-]?|contact\s*:|(?:best|kind|warm|many)\s+regards|regards|sincerely|cheers|"
    r"best\s+wishes|yours\s+(?:truly|faithfully))[\s,:!-]*"
)
_SELF_CUES = re.compile(
    r"(?<![\w])(?P<cue>это|я|вас\s+беспокоит|беспокоит|пишет\s+вам|вам\s+пишет|на\s+связи|i'm|i\s+am|this\s+is|it's|im)\s+(?:снова\s+|again\s+|-\s*)?"
)
_HERE = re.compile(
    r"(?:^|[\n.!,]\s*)(?P<n>[A-Za-z][a-z]+(?:\s+[A-Z][a-z]+)?)\s+(?:here|speaking)\b"
)
_NOT_NAMES = {
    "добрый", "здравствуйте", "привет", "день", "вечер", "утро", "спасибо", "мы", "вы", "он",
    "компания", "отдел", "менеджер", "директор", "уважением", "команда", "the", "interested",
    "looking", "writing", "from", "a", "an", "not", "sorry", "ready", "in", "just", "here",
    "happy", "afraid", "sure", "going", "still", "also", "very", "so", "currently", "working",
    "calling", "contacting", "glad", "ok", "okay", "fine", "back", "your", "our", "my", "about",
    "great", "good", "too", "now", "urgent", "what", "regarding", "available", "trying",
    "reaching", "planning", "thinking", "done", "with", "at", "thanks", "thank", "director",
    "manager", "head", "procurement", "purchasing", "sales", "buyer", "owner", "ceo", "company",
    "expensive", "important", "it", "that", "this", "why", "how", "please", "ооо", "ип", "ао",
    "тел", "телефон", "tel", "phone", "email", "почта", "сайт", "www", "client", "unhappy",
    "disappointed", "hi", "hello", "dear", "team", "confirmed", "wondering", "all", "only",
    "more", "less", "really", "pretty", "quite", "new", "free", "busy", "away", "out", "on",
    "for", "to", "by", "off", "we", "you", "they", "who", "fyi", "чп", "тоо", "подпись",
}  # fmt: skip
_TITLES_EN = {"mr", "mrs", "ms", "dr"}

_ROLE_RU = (
    r"(?:(?:генеральн\w+|коммерческ\w+|технич\w+|финансов\w+|исполнительн\w+|операционн\w+|зам\w*\.?|заместител\w+|главн\w+|старш\w+|ведущ\w+|"
    r"региональн\w+|ген\.?|ком\.?|арт|офис)[\s-]*){0,2}"
    r"(?:директор\w{0,2}|менеджер\w{0,2}|закупщи(?:к|ца|цей|ком)|снабжен(?:ец|цем)|руководител[ьяюе]\w?|начальни(?:к|ком|ца|цей)|инженер\w{0,2}(?:-\w+)?|"
    r"бухгалтер\w{0,2}|главбух\w{0,2}|владел(?:ец|ица|ьцем|ицей)|собственни(?:к|ца|ком|цей)|учредител[ьяе]\w?|прораб\w{0,2}|логист\w{0,2}|"
    r"завхоз\w{0,2}|администратор\w{0,2}|секретар[ьея]\w?|помощни(?:к|ца|ком|цей)|ассистент\w{0,2}|маркетолог\w{0,2}|дизайнер\w{0,2}|"
    r"специалист\w{0,2}|товаровед\w{0,2}|агроном\w{0,2}|технолог\w{0,2}|архитектор\w{0,2}|основател[ьяе]\w?|сооснователь|управляющ(?:ий|ая|им|ей)|"
    r"заведующ(?:ий|ая|им|ей)|кладовщи(?:к|ца|ком)|мастер\w{0,2}|юрист\w{0,2}|аналитик\w{0,2}|предпринимател[ьея]\w?|координатор\w{0,2}|"
    r"председател[ьея]\w?|шеф-повар\w?|повар\w?|категорийный\s+менеджер|механик\w?|энергетик\w?|байер\w?|продюсер\w?|hr|эйчар)"
    r"(?:\s+(?:по|отдела|отделом|службы|участка|производства|склада|цеха|проекта|проектов|магазина|филиала|сети|направления|департамента)"
    r"(?:\s+(?!в\b|из\b|и\b|нам|мы|нужн|ооо|компани|завод|фирм|интерес)[а-я-]+){0,3})?"
)
_ROLE_EN = (
    r"(?:(?:senior|junior|chief|deputy|assistant|general|regional|lead|vice|co)[\s-]+){0,2}"
    r"(?:ceo|cto|coo|cfo|cmo|cio|cpo|(?:procurement|purchasing|sales|project|product|office|operations|supply\s+chain|logistics|marketing|account|store|"
    r"facility|facilities|plant|production|category|sourcing|it|hr|general|site|warehouse|event|events|business\s+development|engineering|"
    r"quality|finance|technical|commercial|export|import|managing|executive|creative)\s+(?:manager|director|lead|specialist|officer|head|engineer|buyer|"
    r"coordinator|assistant|executive)|head\s+of\s+[a-z]+(?:\s+(?!at|for|from|in|and|we|i)[a-z]+)?|director(?:\s+of\s+[a-z]+)?|vp(?:\s+of)?\s+[a-z]+|"
    r"vice\s+president(?:\s+of\s+[a-z]+)?|buyer|owner|co-?founder|founder|president|accountant|engineer|manager|architect|purchaser|secretary|"
    r"administrator|contractor|partner|entrepreneur)"
)
_ROLE = re.compile(rf"(?<![\w-])(?:{_ROLE_RU}|{_ROLE_EN})(?![\w-])")
_ROLE_AT = re.compile(
    rf"(?<![\w-])(?:{_ROLE_RU}|{_ROLE_EN})\s+(?:в|at|of|компании|фирмы|,)\s*(?:компании\s+|the\s+)?"
)
_ROLE_CUE = re.compile(
    r"(?:(?<!\w)(?:я|меня\s+зовут|мы\s+с|работаю|занимаю\s+должность|должность|role|position|title|i'm|i\s+am|im|as|work\s+as|моя\s+должность|в\s+должности|пишет|это|на\s+связи)"
    r"\s*[:-]?\s*(?:[-a-zа-я]+\s+){0,4}?(?:[-,]\s*)?(?:a\s+|an\s+|the\s+|your\s+)?)$"
)
_SELF_THE = re.compile(r"(?:i'm|i\s+am|im)\s+the\s+$")
_ROLE_NOT = re.compile(
    r"(?:(?<!\w)(?:наш\w*|ваш\w*|мой|моего|моему|вашего|our|your|my|the|с|со|от|к|передам|у|для|через|спрошу|скажу|свяжитесь\s+с|позовите|"
    r"соедините\s+с|нужен|нужна|ищу|ищем|хочу|with|to|from|need|ask|вакансию|позицию|speak\s+to|talk\s+to|резюме\s+на)\s+(?:\w+\s+)?)$"
)

_LEGAL = r"(?:ооо|оао|зао|пао|ао|нао|тоо|нпо|нпп|нпф|гк|тд|тпк|пк|ск|уп|чуп|оооо?|фгуп|гуп|муп|мбу|гбу|мкк|чоу|ано|тсж|снт|кфх)"  # noqa: E501
_LEGAL_NAME = re.compile(
    rf"(?<![\w-]){_LEGAL}\s+(?P<q>\"[^\"\n]{{2,60}}\")|(?<![\w-]){_LEGAL}\s+(?P<w>{_W}(?:[\s-]+(?:и\s+)?{_W}){{0,3}}(?:[\s-]?\d+)?)"
)
_IP = re.compile(
    r"(?<![\w-])(?:ип|индивидуальный\s+предприниматель)\s+(?P<w>[^\W\d_]{2,}(?:\s+(?:[^\W\d_]\.\s?[^\W\d_]\.?|[^\W\d_]{3,})){0,2})"
)
_COMPANY_CUE = re.compile(
    r"(?<!\w)(?:компани[яиюей]{1,2}|фирм[аыуе]|организаци[яиюей]{1,2}|предприяти[еяю]|холдинг\w?|завод\w?|магазин\w?|студи[яиюей]|агентств[оау]|"
    r"салон\w?|ресторан\w?|кафе|отел[ьея]|клиник[аиуе]|сет[ьи]|бренд\w?|фабрик[аиуе]|юр\.?\s?лицо|заказчик|покупатель|плательщик|грузополучатель|"
    r"наименование(?:\s+организации)?)\s*[:-]?\s*(?P<q>\"[^\"\n]{2,60}\"|)"
)
_FROM_CUE = re.compile(
    r"(?<!\w)(?:мы\s+(?:из|компания|фирма|-)|представля(?:ю|ем)(?:\s+компанию)?|работа(?:ю|ем)\s+в|я\s+из|от\s+(?:лица|имени)(?:\s+компании)?|"
    r"(?:company(?:\s+name)?|organization|organisation|employer|firm)\s*(?:is\s+|[:-]\s*)(?:called\s+)?|on\s+behalf\s+of|we\s+are(?:\s+called)?|we're|(?:i|we)\s+work\s+(?:at|for)|"
    r"i\s+represent|we\s+represent|(?:i'm|i\s+am|we\s+are|we're|im)\s+(?:\w+\s+){0,3}?(?:from|at|with))\s+"
)
_AFTER_NAME = re.compile(
    r"\s*[,(-]?\s*(?:из|от|компания|фирма|from|at|with|of|@)\s+(?:компании\s+|фирмы\s+|the\s+)?"
)
_SUFFIX_EN = re.compile(
    r"(?<![\w])(?P<n>[A-Z][\w&'-]*(?:\s+(?:[A-Z&][\w&'-]*|and|of)){0,4},?\s+(?:LLC|L\.L\.C\.|Ltd\.?|Limited|Inc\.?|GmbH|Corp\.?|Corporation|AG|S\.?A\.?|B\.?V\.?|PLC|"
    r"Co\.?(?:,?\s+Ltd\.?)?|LLP|Group|Holdings?|Industries|Solutions|Technologies|Logistics|Trading|Systems|Partners|S\.?r\.?l\.?|Oy|AB|SE|Pty\s+Ltd))(?![\w])"
)
_FOREIGN = re.compile(
    r"(?:(?<!\w)(?:у|конкурент\w*|от|предложени\w+\s+от|сравнива\w+\s+с|доставк\w+|через|than|competitors?|offers?(?:\s+from)?|quote\s+from|against|vs\.?)\s+(?:компании\s+|фирмы\s+)?)$"
)
KNOWN_SERVICES = re.compile(
    r"^(?:сдэк|cdek|деловые\s+линии|деллин|пэк|байкал\s?сервис|почта\s+россии|кит|энергия|dhl|ups|fedex|dpd|boxberry|телеграм\w*|telegram|whatsapp|ватсап|"
    r"вотсап|viber|сбер\w*|тинькофф|т-банк|альфа-?банк|втб|озон|ozon|wildberries|вайлдберриз|wb|вб|авито|avito|1с|битрикс\w*|bitrix\w*|amocrm|amo|kommo|hubspot|"
    r"salesforce|zoom|зум|google|гугл|яндекс\w*|yandex|excel|эксель|word|windows|microsoft|apple|ндс|кп|инн|кпп|огрн|рф|сро|фнс|эдо|диадок|контур|"
    r"упд|торг-12|ттн|снг|еаэс|ес|crm|erp|api|гост|мск|спб|sap|nda|usb|led|pdf|fob|exw|cif|ddp|vat)$"
)


def _cap(word_: str) -> bool:
    return word_[:1].isupper()


def _name_at(place: Passage, start: int, ner: list[Named], *, strict: bool) -> Span | None:
    """A person's name that begins at ``start``. ``strict``: only what is surely a name."""
    text, low = place.text, place.low
    m = re.compile(rf"(?:{_W})(?:[ ]+(?:{_W})){{0,3}}").match(text, start)
    if not m or not low[start : m.end()].strip():
        return None
    tokens = [Span(*t.span()) for t in re.compile(_W).finditer(text, m.start(), m.end())]
    if low[tokens[0].start : tokens[0].end] in _TITLES_EN:
        tokens = tokens[1:]
    person = next((n for n in ner if n.type == "PER" and n.start <= start < n.end), None)
    kept: list[Span] = []
    for token in tokens[:3]:
        form = low[token.start : token.end]
        if form in _NOT_NAMES:
            break
        russian = bool(re.search("[а-я]", form))
        entry = word(form) if russian else None
        proper = _cap(text[token.start : token.end])
        if entry:
            fits = bool(entry.tags & {"Name", "Surn", "Patr"}) and entry.known
            odd = (
                entry.known
                and not fits
                and entry.pos
                in {
                    "VERB",
                    "PREP",
                    "CONJ",
                    "INFN",
                    "PRCL",
                    "NPRO",
                    "ADVB",
                    "PRED",
                    "ADJS",
                    "PRTS",
                    "COMP",
                    "INTJ",
                }
            )
            if odd and not (proper and kept and person and token.end <= person.end):
                break
            if kept and not proper and not fits:
                break
            if kept and not proper and not (entry.tags & {"Surn", "Patr"}):
                break
            if not kept and not proper and not (is_first_name(form)):
                break
            if not kept and strict and not (is_first_name(form) or (person and proper)):
                break
            if kept and "Geox" in entry.tags and not entry.tags & {"Surn", "Patr"}:
                break
            if not kept and not strict and entry.known and not fits and not person:
                break
        elif not proper and (kept or strict):
            break
        kept.append(token)
    if not kept:
        return None
    if len(kept) == 1 and strict and not re.search("[а-я]", low[kept[0].start : kept[0].end]):
        form = text[kept[0].start : kept[0].end]
        if not form[:1].isupper() or (form.isupper() and len(form) > 3):
            return None
    return Span(kept[0].start, kept[-1].end)


def persons(place: Passage, ner: list[Named]) -> list[Candidate]:
    """The writer's own name."""
    found: list[Candidate] = []

    def add(span: Span | None, confidence: float) -> None:
        if span and free(span, [Span(c.start, c.end) for c in found]):
            found.append(as_written(place, "person", span.start, span.end, confidence))

    for cue in _NAME_CUES.finditer(place.low):
        add(_name_at(place, cue.end(), ner, strict=cue.group()[:7] == "контакт"), 0.93)
    for cue in _SELF_CUES.finditer(place.low):
        if re.search(r"(?:что|а|не|если|и)\s+$", place.low[max(0, cue.start() - 5) : cue.start()]):
            continue
        add(_name_at(place, cue.end(), ner, strict=True), 0.88)
    for m in _ROLE.finditer(place.low):
        if re.match(r"\s+(?=\S)", place.low[m.end() :]) and not _ROLE_NOT.search(
            place.low[max(0, m.start() - 40) : m.start()]
        ):
            span = _name_at(place, m.end() + 1, ner, strict=True)
            if span and place.text[span.start].isupper():
                add(span, 0.8)
    for m in _HERE.finditer(place.text):
        if m["n"].lower().split()[0] not in _NOT_NAMES and m["n"][:1].isupper():
            add(Span(*m.span("n")), 0.85)
    if not found:
        add(_signature(place, ner), 0.75)
    if not found and "name" in place.context.asked and len(place.text) < 120:
        start = re.match(
            r"\s*(?:(?:я|да|здравствуйте|добрый\s+день|это|конечно|sure|hi)[\s,!.-]+)?", place.low
        )
        add(_name_at(place, start.end() if start else 0, ner, strict=False), 0.85)
    if not found:
        add(_opening(place, ner), 0.75)
    return found[:2]


def _signature(place: Passage, ner: list[Named]) -> Span | None:
    """A last line, or one before phone and firm, that is just a name."""
    lines = [Span(*m.span()) for m in re.finditer(r"[^\n]+", place.low)]
    if len(lines) < 2:
        return None
    for line in lines[1:][-4:]:
        head = re.split(r"[,|]", place.text[line.start : line.end])[0].strip(" .-")
        if (
            not 2 <= len(head) <= 50
            or not all(_cap(w) for w in head.split())
            or len(head.split()) > 3
        ):
            continue
        start = place.text.index(head, line.start)
        span = _name_at(place, start, ner, strict=True)
        if span and span.end - span.start == len(head):
            if (
                not re.search("[а-я]", head.lower())
                and len(head.split()) < 2
                and line is not lines[-1]
            ):
                continue
            return span
    return None


def _opening(place: Passage, ner: list[Named]) -> Span | None:
    """«Ирина Ковалёва, ООО «Ромашка»»: a full name that opens a sentence, firm or role after."""
    for sentence in place.sentences[:3]:
        span = _name_at(place, sentence.start, ner, strict=True)
        if span is None:
            continue
        rest = place.low[span.end : span.end + 40]
        from_firm = re.match(r"\s*,?\s*(?:из\s+\w|from\s+[a-z])", rest)
        firm = re.match(rf"\s*[,(-]\s*(?:{_LEGAL}\b|компания|ип\b|\")", rest) or _ROLE.match(
            place.low, span.end + len(rest) - len(rest.lstrip(" ,-"))
        )
        if (firm or from_firm) and re.match(r"\s*(?:[,(-]|из|from)", rest):
            return span
    return None


def roles(place: Passage, people: list[Candidate]) -> list[Candidate]:
    """The writer's job, where it is said of themselves."""
    found: list[Candidate] = []
    for m in _ROLE.finditer(place.low):
        span = trim(place.text, *m.span())
        before = place.low[max(0, m.start() - 40) : m.start()]
        line = place.low.rfind("\n", 0, m.start()) + 1
        sentence = around(place.sentences, m.start(), m.end())
        near = any(
            (0 <= m.start() - c.end <= 4 and c.kind == "person")
            or (0 <= c.start - m.end() <= 4 and c.kind == "person")
            for c in people
        )
        tail = place.low[m.end() : m.end() + 30]
        of_firm = re.match(
            rf"\s+(?:(?:компании|фирмы|организации|завода|сети|магазина)\b|{_LEGAL}\s|ип\s|at\s|of\s)",
            tail,
        )
        signed = line > 0 and m.start() - line <= 2 and bool(people)
        firm = (
            bool(people)
            and bool(re.search(r"[\w.»\"]\s*,\s*(?:a\s+|the\s+)?$", before))
            and any(sentence.start <= c.start < m.start() for c in people)
        )
        near = near or firm
        opening = m.start() == sentence.start and (of_firm or "role" in place.context.asked)
        cued = _ROLE_CUE.search(before)
        between = re.search(r"[.!?\n]", cued.group()) if cued else None
        if _ROLE_NOT.search(before) and not (
            near or _SELF_THE.search(before) or "должност" in before
        ):
            continue
        if near or signed or opening or (cued and not between) or "role" in place.context.asked:
            if m.group() in {"manager", "partner", "engineer"} and not (near or cued):
                continue
            found.append(as_written(place, "role", span.start, span.end, 0.85))
    return found[:2]


def proper_name(place: Passage, start: int, ner: list[Named], limit: int = 4) -> Span | None:
    """A proper name that begins at ``start``: quoted, tagged, or in capitals."""
    text = place.text
    quoted = re.compile(r"[\"«“„']([^\"»”“\n]{2,60})[\"»”']").match(text, start)
    if quoted:
        return Span(start, quoted.end())
    for entity in ner:
        if entity.type == "ORG" and entity.start <= start + 1 < entity.end:
            return Span(start, entity.end)
    tokens: list[Span] = []
    for m in re.compile(r"[^\W_][\w&'.-]*(?<![.'-])").finditer(text, start):
        gap = text[tokens[-1].end if tokens else start : m.start()]
        if gap.strip() not in {"", "&"} or "\n" in gap or len(tokens) >= limit:
            break
        form = m.group()
        if not form[:1].isupper():
            break
        if tokens and form.lower() in {
            "мы",
            "нам",
            "нужно",
            "i",
            "we",
            "меня",
            "я",
            "здравствуйте",
        }:
            break
        tokens.append(Span(*m.span()))
        if text[m.end() : m.end() + 1] in {".", ",", "!", "?"}:
            break
    return Span(tokens[0].start, tokens[-1].end) if tokens else None


def companies(
    place: Passage, people: list[Candidate], ner: list[Named], cities: list[Span]
) -> list[Candidate]:
    """The client's firm, by its legal form, by what they say, by where they are from."""
    found: list[Candidate] = []
    low, text = place.low, place.text

    def add(span: Span | None, confidence: float) -> None:
        if span is None or span.end - span.start < 2:
            return
        before = low[max(0, span.start - 40) : span.start]
        name = low[span.start : span.end].strip('" ')
        if _FOREIGN.search(before) or name in _NOT_NAMES:
            return
        if KNOWN_SERVICES.match(name) and confidence < 0.8:
            return
        if not re.search(r"[a-zа-я]", name):
            return
        if not free(span, [Span(c.start, c.end) for c in found]):
            return
        if not free(span, [Span(c.start, c.end) for c in people]):
            return
        if any(c.start <= span.start and span.end <= c.end for c in cities):
            return
        found.append(as_written(place, "company", span.start, span.end, confidence))

    for m in _LEGAL_NAME.finditer(low):
        if m["q"]:
            add(Span(m.start(), m.end()), 0.95)
            continue
        span = _capitals(text, m.start("w"), m.end("w"))
        if span:
            add(Span(m.start(), span.end), 0.92)
        elif low[m.start() : m.start() + 3] in {"ооо", "тоо", "зао", "оао", "пао"}:
            first = re.compile(_W).match(text, m.start("w"))
            if first and word(first.group()).pos not in {"VERB", "PREP", "CONJ", "INFN"}:
                add(Span(m.start(), first.end()), 0.8)
    for m in _IP.finditer(low):
        span = _capitals(text, m.start("w"), m.end("w")) or _ip_lower(place, m)
        if span:
            add(Span(m.start(), span.end), 0.92)
    for m in _SUFFIX_EN.finditer(text):
        if low[m.start() : m.end()].strip():
            start = m.start("n")
            for lead in ("We ", "I ", "At ", "From ", "Hello ", "Hi ", "Dear ", "The ", "For "):
                if text.startswith(lead, start):
                    start += len(lead)
            add(Span(start, m.end("n")), 0.9)
    for m in _COMPANY_CUE.finditer(low):
        if m["q"]:
            add(Span(m.start("q"), m.end("q")), 0.9)
        elif not re.search(
            r"(?:ваш\w*|други\w+|какая|какой|ваша)\s+$", low[max(0, m.start() - 10) : m.start()]
        ):
            add(proper_name(place, m.end(), ner), 0.85)
    for m in _FROM_CUE.finditer(low):
        add(_from(place, m.end(), ner, cities), 0.85)
    for person in people:
        m2 = _AFTER_NAME.match(low, person.end)
        if m2:
            span = _from(place, m2.end(), ner, cities)
            if span is None:
                span = _lower_firm(place, m2.end())
            add(span, 0.85)
        else:
            gap = re.compile(r"\s*[,|\n]\s*").match(low, person.end)
            after = gap.end() if gap else -1
            entity = next((n for n in ner if n.type == "ORG" and n.start == after), None)
            if entity:
                add(Span(entity.start, entity.end), 0.75)
    for m in _ROLE_AT.finditer(low):
        if _ROLE_CUE.search(low[max(0, m.start() - 40) : m.start()]) or any(
            0 <= m.start() - c.end <= 6 for c in people
        ):
            add(_from(place, m.end(), ner, cities), 0.8)
    if "company" in place.context.asked and not found and len(text) < 120:
        start = re.match(r"\s*(?:(?:мы|да|это|we\s+are|it's)\s*[,-]?\s*)?", low)
        add(proper_name(place, start.end() if start else 0, ner), 0.8)
    if not found:
        for entity in ner:
            if entity.type != "ORG":
                continue
            around_ = low[max(0, entity.start - 30) : entity.start]
            if re.search(
                r"(?:(?<!\w)(?:мы|нас|нашей|наша|для|я\s+из|представля\w+|работа\w+\s+в)\s+(?:\w+\s+)?[-,\"]?\s*)$",
                around_,
            ):
                add(Span(entity.start, entity.end), 0.6)
    return found[:3]


def _capitals(text: str, start: int, end: int) -> Span | None:
    """The run of words from ``start`` that begin with capitals or digits."""
    last = None
    for m in re.compile(r"[^\W_][\w.-]*").finditer(text, start, end + 1):
        form = m.group()
        if not (form[:1].isupper() or form[:1].isdigit()):
            break
        last = m
        if "\n" in text[m.end() : m.end() + 1] or text[m.end() : m.end() + 1] in {",", ";"}:
            break
    if last is None:
        return None
    stop = last.end()
    while text[stop - 1] == "." and not re.search(r"\b\w\.\s?\w?\.?$", text[start:stop]):
        stop -= 1
    return Span(start, stop)


def _ip_lower(place: Passage, m: re.Match[str]) -> Span | None:
    first = re.compile(_W).match(place.text, m.start("w"))
    if first and "Surn" in word(first.group()).tags:
        return Span(*first.span())
    return None


def _from(place: Passage, start: int, ner: list[Named], cities: list[Span]) -> Span | None:
    legal = re.compile(_LEGAL + r"\b|ип\b").match(place.low, start)
    if legal:
        return None  # has its own rule
    if any(c.start <= start < c.end for c in cities):
        return None
    span = proper_name(place, start, ner)
    if span is None:
        return None
    form = place.low[span.start : span.end]
    entry = word(form) if re.fullmatch("[а-я-]+", form) else None
    if entry and "Geox" in entry.tags and entry.known:
        return None
    return span


def _lower_firm(place: Passage, start: int) -> Span | None:
    """«это сергей из стройснаба»: a firm in lower case is a word no dictionary knows."""
    m = re.compile(r"[а-яa-z][\w-]{3,}").match(place.low, start)
    if not m:
        return None
    if re.fullmatch(r"[a-z][\w-]*", m.group()):
        return None
    entry = word(m.group())
    if "Geox" in entry.tags:
        return None
    if not entry.known or "Orgn" in entry.tags:
        return Span(*m.span())
    return None

"""Job titles, where they are said of the writer."""

import re

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.morph import word
from core.understanding.recognizers.base import as_written
from core.understanding.recognizers.names import LEGAL
from core.understanding.recognizers.others import another
from core.understanding.recognizers.trades import trades
from core.understanding.text import Span, around, trim

ROLE_RU = (
    r"(?:(?:генеральн\w+|коммерческ\w+|технич\w+|финансов\w+|исполнительн\w+|операционн\w+|зам\w*\.?|заместител\w+|главн\w+|старш\w+|ведущ\w+|"
    r"региональн\w+|ген\.?|ком\.?|арт|офис)[\s-]*){0,2}"
    r"(?:директор\w{0,2}|менеджер\w{0,2}|закупщи(?:к|ца|цей|ком)|снабжен(?:ец|цем)|руководител[ьяюе]\w?|начальни(?:к|ком|ца|цей)|инженер\w{0,2}(?:-\w+)?(?:\s+(?:пто|омтс|кипиа|асу\s?тп|пнр|сдо)(?!\w))?|"
    r"бухгалтер\w{0,2}|главбух\w{0,2}|владел(?:ец|ица|ьцем|ицей)|собственни(?:к|ца|ком|цей)|учредител[ьяе]\w?|прораб\w{0,2}|логист\w{0,2}|"
    r"завхоз\w{0,2}|администратор\w{0,2}|секретар[ьея]\w?|помощни(?:к|ца|ком|цей)|ассистент\w{0,2}|маркетолог\w{0,2}|дизайнер\w{0,2}|"
    r"специалист\w{0,2}|товаровед\w{0,2}|агроном\w{0,2}|технолог\w{0,2}|архитектор\w{0,2}|основател[ьяе]\w?|сооснователь|управляющ(?:ий|ая|им|ей)|"
    r"заведующ(?:ий|ая|им|ей)|кладовщи(?:к|ца|ком)|мастер\w{0,2}|юрист\w{0,2}|аналитик\w{0,2}|предпринимател[ьея]\w?|координатор\w{0,2}|"
    r"председател[ьея]\w?|шеф-повар\w?|повар\w?|категорийный\s+менеджер|механик\w?|энергетик\w?|байер\w?|продюсер\w?|экономист\w{0,2}|админ|гендир|главврач|(?:главн\w+\s+)?врач|лаборант\w{0,2}|агент|завуч|комдир|финдир|техдир|hr-директор|hr|эйчар)"
    r"(?:\s+(?:[а-я-]+(?:ого|его|ой|\.)\s+)?(?:по|отдела|отделом|службы|участка|производства|склада|цеха|проекта|проектов|магазина|филиала|сети|направления|департамента)"
    r"(?:\s+(?!в\b|из\b|и\b|нам|мы|нужн|ооо|ао\b|зао\b|пао\b|оао\b|ип\b|тд\b|гк\b|тел\b|моб\b|компани|завод|фирм|интерес)[а-я-]+){0,3})?"
)
ROLE_EN = (
    r"(?:(?:senior|junior|chief|deputy|assistant|general|regional|lead|vice|co|head|financial|restaurant|hotel|kitchen|fleet)[\s-]+){0,2}"
    r"(?:ceo|cto|coo|cfo|cmo|cio|cpo|(?:procurement|purchasing|sales|project|product|office|operations|supply\s+chain|logistics|marketing|account|store|"
    r"ops|operation|service|safety|security|lab|laboratory|quality|data|r&d|buying|stock|transport|maintenance|compliance|legal|health|facility|facilities|plant|production|category|sourcing|it|hr|general|site|warehouse|event|events|business\s+development|engineering|"
    r"quality|finance|technical|commercial|export|import|managing|executive|creative)\s+(?:manager|director|lead|specialist|officer|head|engineer|buyer|"
    r"coordinator|assistant|executive)|head\s+of\s+[a-z]+(?:\s+(?!at|for|from|in|and|we|i)[a-z]+)?|director(?:\s+of\s+[a-z]+)?|vp(?:\s+of)?\s+[a-z]+|"
    r"vice\s+president(?:\s+of\s+[a-z]+)?|buyer|owner|co-?founder|founder|president|accountant|engineer|manager|architect|purchaser|secretary|"
    r"administrator|contractor|partner|entrepreneur|chef|controller)"
)
ROLE = re.compile(rf"(?<![\w-])(?:{ROLE_RU}|{ROLE_EN})(?![\w-])")
MORE_RU = (
    r"роп|завскладом|завгар\w?|завхоз|завуч|худрук|главреж|преподавател[ья]|учител[ья]|учительница|воспитател[ья]|таргетолог|программист|разработчи[кц]\w?|тестировщи[кц]\w?|приемщи[кц]\w?|совладел[еи]ц\w?|казначей|"
    r"вице-президент|президент|механик|токарь|слесарь|сварщик|электрик|монтажник|водител[ья]|диспетчер|оператор|кассир|продавец|тренер|риэлтор|риелтор|флорист|фотограф|кондитер|бариста|пекарь|зоотехник|ветеринар|ветврач|фермер|"
    r"бригадир|звукорежиссер|звукач|режиссер|юрисконсульт|комендант|староста|методист|библиотекарь|медсестра|старшая\s+медсестра|фельдшер|провизор|фармацевт|стоматолог|косметолог|парикмахер|крановой|крановщик|геодезист|сметчи[кц]\w?|"
    r"проектировщик|копирайтер|smm-менеджер|рекрутер|hr-менеджер|hr-?директор|hr|it-директор|айтишник|сисадмин|контролер|консьерж|ректор|декан|куратор|тьютор|шеф|хозяин|хозяйка|председатель|настоятель|капитан|штурман|инспектор|лаборант|"
    r"педагог|психолог|логопед|няня|сиделка|переводчик|гид|экскурсовод|оценщик|страховщик|брокер|трейдер|закупки|снабжение"
)
MORE_EN = (
    r"developer|designer|programmer|technician|rep|warden|churchwarden|keeper|clerk|foreman|supervisor|teacher|nurse|driver|planner|surveyor|electrician|plumber|builder|landlord|caretaker|principal|vet|dentist|photographer|packer|welder|"
    r"mechanic|farmer|baker|brewer|florist|stylist|officer|specialist|owner|manager|director|assistant|engineer|coordinator|lead|head|chef|founder|chairman|chair|treasurer|secretary|buyer|analyst|consultant|agent|superintendent|scientist|"
    r"administrator|receptionist|housekeeper|bookkeeper|accountant|architect|producer|editor|trainer|coach|therapist|pharmacist|librarian|captain|chandler|gm|ciso|ceo|cto|cfo|coo"
)
_GENERAL = re.compile(
    rf"(?<![\w-])(?:(?P<ru>(?:[а-я]{{4,}}(?:ий|ый|ая|ой)\s+)?(?:{MORE_RU}))|(?P<en>(?:(?!(?:the|a|an|is|am|i'm|as|and|our|my|your|from|at|to|of|for|by|with|this|that|on|in|here|need|want)\b)[a-z&-]+\s+){{0,2}}(?:{MORE_EN})))(?![\w-])"
)
_INTRO = re.compile(
    r"(?:(?:^|[.!\n])\s*(?:(?:здравствуйте|добр\w+\s+\w+|приветствую|привет|всем\s+привет|hello|hi|hey|good\s+\w+|morning|afternoon)\s*(?:sir|madam|all)?\s*[,.!]*\s*)?(?:(?:это|я|я\s+здесь|мы|i'm|i\s+am|im|this\s+is|as)\s+(?:a\s+|an\s+|the\s+)?)?|(?<!\w)(?:я|это|i'm|i\s+am|im|ищу\s+(?:\w+\s+)?работу,|as)\s+(?:a\s+|an\s+|the\s+)?)$"
)
_BRINGS_IN = re.compile(
    r"\s+(?:at|of|here|from|это\s+я)(?!\w)|\s*,\s*[А-ЯЁA-Z]|\s+(?:гимнази|школ|сад|компани|завод|отдел|цех)|\s+[\"«]|\s+\d{1,2}\s|,\s*опыт|,\s*стаж"
)
"""What follows a title that opens a turn, where it is the writer's."""
_TAIL = re.compile(r"\s+(?:[а-я]+(?:ого|его|ой|их|ых)\s+)?(?P<g>[а-я]{4,})(?!\w)")


_BY = re.compile(r"\s+по\s+(?P<d>[а-я]{4,})(?![\w-])")


def _with_tail(place: Passage, span: Span) -> Span:
    """«дизайнер интерьеров», «заведующая производством»: the title with the noun it governs."""
    by = _BY.match(place.low, span.end)
    if by and " по " not in place.low[slice(*span)] and "datv" in word(by["d"]).tags:
        return Span(span.start, by.end())  # «тренер по плаванию»
    m = _TAIL.match(place.low, span.end)
    if (
        m is None
        or not re.search("[а-я]", place.low[slice(*span)])
        or " по " in place.low[slice(*span)]
    ):
        return span
    noun = word(m["g"])
    wanted = (
        "ablt"
        if place.low[slice(*span)].split()[-1].startswith(("завед", "управл", "руковод"))
        else "gent"
    )
    if noun.pos != "NOUN" or wanted not in noun.tags or noun.tags & {"Name", "Surn", "Geox"}:
        return span
    if (
        not noun.known
        or noun.lemma
        in {
            "компания",
            "фирма",
            "организация",
            "завод",
            "сеть",
            "магазин",
            "клиника",
            "гимназия",
            "школа",
            "театр",
            "кафе",
            "ресторан",
        }
        or place.text[m.start("g")].isupper()
    ):
        return span
    return Span(span.start, m.end())


def _with_lead(place: Passage, span: Span) -> Span:
    """«графический дизайнер», “night manager”: the title with the words that make it one."""
    if re.match("[а-я]", place.low[span.start]):
        m = re.search(r"(?<!\w)([а-я]{4,}(?:ий|ый|ая|ой))\s+$", place.low[: span.start][-40:])
        if (
            m
            and word(m[1]).pos == "ADJF"
            and not word(m[1]).tags & {"Apro", "Anum"}
            and m[1] not in {"новый", "хороший", "нужный", "добрый"}
        ):
            return Span(span.start - len(m.group()), span.end)
        return span
    m = re.search(
        r"(?:^|[,.\n(]\s*|(?<!\w)(?:a|an|the|as|am|i'm|im|our|my)\s+)((?:(?!a\s|an\s|the\s|as\s|am\s|i'm\s|im\s|our\s|my\s|your\s|hi\s|hello\s|and\s|former\s)[a-z&-]+\s+){1,2})$",
        place.low[: span.start][-50:],
    )
    return (
        Span(span.start - len(m[1]), span.end)
        if m and place.text[span.start - len(m[1])].islower()
        else span
    )


def _general(place: Passage, people: list[Candidate]) -> list[Candidate]:
    """Jobs of any kind where the writer brings themselves in: “churchwarden of St Oswin's here”."""
    for m in _GENERAL.finditer(place.low):
        before = place.low[max(0, m.start() - 60) : m.start()]
        if _PUT_AS.search(place.low[max(0, m.start() - 120) : m.start()]):
            continue
        after = place.text[m.end() : m.end() + 40]
        beside = any(
            re.fullmatch(r"(?:\s+here)?\s*[,(-]\s*", place.low[c.end : m.start()])
            or 0 <= c.start - m.end() <= 2
            for c in people
        )
        said = re.search(r"(?<!\w)(?:я|i'm|i\s+am|im|as)\s+(?:a\s+|an\s+|the\s+)?$", before)
        intro = _INTRO.search(before) and _BRINGS_IN.match(after)
        if not (beside or said or intro) or (ROLE_NOT.search(before) and not beside):
            continue
        if another(place.low, place.sentences, m.start(), m.end()) and not said:
            continue
        whole = _with_tail(place, Span(*m.span()))
        return [as_written(place, "role", *whole, 0.8)]
    return []


ROLE_CUE = re.compile(
    r"(?:(?<!\w)(?:я|меня\s+зовут|мы\s+с|работаю|занимаю\s+должность|должность|role|position|title|i'm|i\s+am|im|as|work\s+as|моя\s+должность|в\s+должности|пишет|это|на\s+связи|в\s+лице)"
    r"\s*[:-]?\s*(?:[-a-zа-я]+\s+){0,4}?(?:[-,]\s*)?(?:a\s+|an\s+|the\s+|your\s+)?)$"
)
_PUT_AS = re.compile(
    r"(?<!\w)(?:put|list|name|state|show|enter|укажите|впишите|поставьте)(?!\w)[^.?!]{0,90}\s(?:as|как)\s+(?:the\s+)?$"
)
_SELF_THE = re.compile(r"(?:i'm|i\s+am|im)\s+the\s+$")
ROLE_NOT = re.compile(
    r"(?:(?<!\w)(?:наш\w*|ваш\w*|мой|моего|моему|вашего|our|your|my|the|с|со|от|к|передам|у|для|через|спрошу|скажу|свяжитесь\s+с|позовите|"
    r"соедините\s+с|нужен|нужна|ищу|ищем|хочу|with|to|from|need|ask|вакансию|позицию|internship|worked|trained|работать|сотрудничать|speak\s+to|talk\s+to|резюме\s+на)\s+(?:\w+\s+)?)$"
)


def is_role(place: Passage, start: int, end: int) -> bool:
    """Whether a piece of text begins with a job title, and little else follows."""
    m = ROLE.match(place.low, start, end)
    if not m:
        return False
    rest = place.low[m.end() : end].strip()
    return not rest or bool(
        re.match(rf"(?:at|of|в|из|компании|фирмы|завода|{LEGAL}|\"|\+?\d)", rest) or len(rest) < 25
    )


_BESIDE = re.compile(r"(?:[A-ZА-ЯЁ][a-zа-яё]+\s+){1,2}[A-ZА-ЯЁ][a-zа-яё]+|[A-ZА-ЯЁ][a-zа-яё]+")


def _names_beside(place: Passage, role: Span) -> list[Span]:
    """The capitalised words just before the title: «Виктор Алексеевич, коммерческий директор»."""
    found = [
        Span(*m.span()) for m in _BESIDE.finditer(place.text, max(0, role.start - 50), role.start)
    ]
    return [
        n
        for n in found
        if 0 < role.start - n.end <= 3 and "\n" not in place.text[n.end : role.start]
    ]


_CAPITAL = re.compile(r"\s(?=[А-ЯЁ][а-яё])")


def title(place: Passage, m: re.Match[str]) -> Span:
    """The Russian title of a match of ROLE, up to the name that follows it."""
    name = _CAPITAL.search(place.text, m.start() + 3, m.end())
    return Span(m.start(), name.start() if name and " " in place.low[slice(*m.span())] else m.end())


def _one_line(place: Passage, m: re.Match[str]) -> Span:
    """The title up to its line's end, unless the line ends within it («менеджер по / закупкам»)."""
    end = place.low.find("\n", m.start(), m.end())
    first = place.low[m.start() : end]
    if end < 0 or re.search(r"\s(?:по|of)\s*$", first) or not ROLE.fullmatch(first.rstrip()):
        end = title(place, m).end
    initial = re.search(r"\s\w$", place.low[m.start() : end])
    if initial and place.low[end : end + 1] == ".":
        end -= 2  # «начальник отдела Р. А. Гущин»
    return trim(place.text, m.start(), end)


def roles(place: Passage, people: list[Candidate]) -> list[Candidate]:
    """The writer's job, where it is said of themselves."""
    found: list[Candidate] = []
    end = 0
    for m in ROLE.finditer(place.low):
        if m.start() < end:
            continue
        span = _one_line(place, m)
        of = ROLE.match(place.low, span.end + 1)
        if of and place.low[span.end : span.end + 1] == " " and _governed(of.group()):
            span = Span(span.start, _one_line(place, of).end)  # «секретарь директора»
        end = span.end
        if re.match(r"[ ]*:", place.low[span.end : span.end + 3]):
            continue  # a label: «Buyer: Fairholm Brewing»
        before = place.low[max(0, m.start() - 40) : m.start()]
        line = place.low.rfind("\n", 0, m.start()) + 1
        sentence = around(place.sentences, m.start(), m.end())
        near = any(
            (0 <= m.start() - c.end <= 4 and c.kind == "person")
            or (0 <= c.start - span.end <= 4 and c.kind == "person")
            for c in people
        )
        tail = place.low[m.end() : m.end() + 30]
        of_firm = re.match(
            rf"\s+(?:(?:компании|фирмы|организации|завода|сети|магазина)\b|{LEGAL}\s|ип\s|at\s|of\s)",
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
        cued = ROLE_CUE.search(before)
        between = re.search(r"[.!?\n]", cued.group()) if cued else None
        if _PUT_AS.search(place.low[max(0, m.start() - 120) : m.start()]):
            continue  # “put Halvorsen as the buyer”
        if ROLE_NOT.search(before) and not (
            near or _SELF_THE.search(before) or "должност" in before
        ):
            continue
        if another(place.low, place.sentences, span.start, span.end) and not (
            cued or _SELF_THE.search(before)
        ):
            continue
        if any(another(place.low, place.sentences, *n) for n in _names_beside(place, span)):
            continue
        if near or signed or opening or (cued and not between) or "role" in place.context.asked:
            if m.group() in {"manager", "partner", "engineer"} and not (near or cued):
                continue
            whole = span if place.context.page else _with_lead(place, _with_tail(place, span))
            found.append(as_written(place, "role", *whole, 0.85))
    if not found and not place.context.page:
        found = _general(place, people) or _by_form(place, people)
    return found[:2]


def _governed(title_: str) -> bool:
    form = title_.split()[0]
    entry = word(form)
    return "gent" in entry.tags and entry.lemma != form


def _by_form(place: Passage, people: list[Candidate]) -> list[Candidate]:
    """What the writer says they are, where no list has it."""
    for span in trades(place, people):
        if _PUT_AS.search(place.low[max(0, span.start - 120) : span.start]):
            continue
        before = place.low[max(0, span.start - 60) : span.start]
        said = re.search(r"(?:i'm|i\s+am|im|as|became?)\s+(?:the|your)\s+$", before)
        theirs = [span, *_names_beside(place, span)]
        if (said or not ROLE_NOT.search(before)) and not any(
            another(place.low, place.sentences, *s) for s in theirs
        ):
            return [as_written(place, "role", *span, 0.75)]
    return []

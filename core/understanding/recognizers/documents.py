"""Documents a client asks for or sends."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import re

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.recognizers.base import candidate, free
from core.understanding.text import Span, around

_KINDS: tuple[tuple[str, str], ...] = (
    ("quote", r"коммерческ\w+\s+предложени\w+|коммерческ(?:ое|ого)(?!\s+(?:помещ|недвиж|здани|строит|использ|назнач|предлож))|коммерчк\w+|ком\.?\s?предложени\w+|кп(?!п)|кэпэ|смет[ауые]\b|котировк\w*|quot(?:e|ation|es)\b|commercial\s+(?:offer|proposal)|"
     r"(?:price\s+)?proposal\b|estimate\b|pro-?forma\s+quote|\brfq\b|предложение\s+(?:с\s+ценами|по\s+цен\w+|на\s+почту)"),
    ("nda", r"nda(?!\w)|нда(?!\w)|соглашени\w+\s+о\s+(?:неразглашени\w+|конфиденциальност\w+)|non-?disclosure(?:\s+agreement)?|конфиденциальн\w+\s+соглашени\w+"),
    ("contract", r"договор(?:а|у|ом|е|чик|ы)?(?!\w)|контракт(?:а|у|ом|ы)?(?!\w)|проект\s+договора|contracts?\b|agreements?\b|доп\.?\s?соглашени\w+"),
    ("invoice", r"счет(?:а|у|ом|ик)?(?:[-\s]?фактур\w*)?(?!\w)|инвойс\w*|счет(?:а|ов|е|ах)(?!\w)|сч[её]тец|сф(?!\w)|pro-?\s?forma(?:\s+invoice)?|invoices?\b|проформ\w+"),
    ("act", r"акт(?:а|ы|ов|у|ом)?(?:\s+(?:сверки|выполненных\s+работ|приема|приемки|приёмки))?(?!\w)|закрывающ\w+(?:\s+документ\w*)?|кс-?[23](?!\w)|completion\s+certificate|(?:service|work|handover)\s+acts?(?!\w)|acceptance\s+protocol|certificate\s+of\s+completion|"
     r"acceptance\s+(?:act|certificate)|reconciliation\s+statement"),
    ("certificate", r"сертификат\w*(?:\s+соответствия|\s+качества)?|сертиф(?!\w)|серты?(?!\w)|деклараци\w+(?:\s+(?:о\s+)?соответств\w+)?(?!\s+(?:по|ндс|на\s+доход))|регистрационник\w*|рег(?:истрационн\w+|\.)\s*удостоверени\w+|протокол\w*\s+испытани\w+|ce\s+paperwork|паспорт\w*\s+качества|отказное\s+письмо|certs?(?!\w)|certificates?(?:\s+of\s+(?:conformity|"
     r"origin|analysis))?(?!\s+of\s+completion)\b|certification\b"),
    ("requisites", r"карточк\w+\s+с\s+реквизит\w+|реквизит\w*|requisites|карт(?:[аыуе]|очк\w+)\s+(?:партнера|компании|предприятия|организации|контрагента|фирмы|клиента)|учетн\w+\s+карточк\w+|уч\.?\s?карт\w+|company\s+(?:details|card|information)|"
     r"bank(?:ing)?\s+details|payment\s+details|legal\s+details|billing\s+details"),
    ("datasheet", r"даташит\w*|datasheets?|data\s+sheets?|spec(?:ification)?\s+sheets?|техпаспорт\w*|паспорт\w*\s+(?:изделия|на\s+(?:изделие|оборудование|товар)|оборудования)|"
     r"тех(?:ническ\w+|\.)?\s?(?:описани\w+|характеристик\w+|спецификаци\w+|лист\w*)|техлист\w*|technical\s+(?:specs?|specification|documentation)s?|чертеж\w*|лист\w*\s+технических\s+данных"),
    ("waybill", r"накладн\w+|товарно-?транспортн\w+(?:\s+накладн\w+)?|упд(?!\w)|ттн(?!\w)|торг-?12|цмр|cmr|(?:air\s?)?waybills?|awb(?!\w)|packing\s+lists?|bill\s+of\s+lading|delivery\s+notes?|consignment\s+note|"
     r"транспортн\w+\s+накладн\w+"),
)  # fmt: skip
_PATTERN = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS) + r")"
)
_WANTS = re.compile(
    r"шл(?:и|ите|ю)(?!\w)|кида(?:й|йте|ю)|(?:по|при|в)лож\w*|забудь\w*|поед\w+|лучше|срочно|сегодня|завтра|ниже|согласовани\w*|к\s+(?:грузу|отгрузке)|с\s+(?:грузом|печатью|подписью|товаром|машиной)|просит|просят|требует|chuck|our\s|new\s|attached|"
    r"присл\w*|пришл\w*|вышл\w*|выслать|высыла\w*|отправ\w*|скин\w*|кин(?:ь|ьте|уть)\b|сброс\w*|направ\w*|подготов\w*|готов\w*|сдела\w*|состав\w*|оформ\w*|выстав\w*|выпис\w*|выпиш\w*|"
    r"нуж[ен]\w*|надо|необходим\w*|дайте|дать|запрос\w*|прошу|просим|жду|ждем|хо[тч]\w+|можно|можете|предостав\w*|получить|есть\s+ли|есть\s+у\s+вас|имеется|понадоб\w*|потреб\w*|треб\w*|"
    r"прилага\w*|прикреп\w*|вложени\w*|во\s+вложении|подпи\w+|заключ\w*|высла\w*|отправил\w*|вот\b|держите|рассчита\w*|сформир\w*|давайте|согласова\w*|юрист\w*|проект|"
    r"send\w*|need\w*|provide\w*|prepare|issue|share|attach\w*|get\b|want|request\w*|have|could|can\s+(?:you|we|i)|please|draft|sign\w*|forward|email|require\w*|here(?:'s|\s+is)|"
    r"на\s+(?:почту|e-?mail|мейл|ватсап|whatsapp)|here\s+are|invoice\s+us|make|looking\s+for|for\b"
)
_TO_WHOM = re.compile(
    r"\s*(?:и\s+\w+\s+)?(?:на|для|to|for|сюда|goes)\s|\s*(?:,|и|and|&)\s*(?:"
    + "|".join(pattern for _, pattern in _KINDS)
    + r")"
)
"""«счёт на ООО», «ттн, сертификат»: who gets it, or what comes with it."""
_NEGATED = re.compile(
    r"(?<!\w)(?:не\s+(?:нужн\w*|надо|нужен|требу\w+|присыла\w+|выставля\w+|готовьте|получил\w*|пришл\w+)|без|don't|do\s+not|no\s+need\s+for|without|not\s+need)(?!\w)"
)
_NOT_INVOICE = re.compile(
    r"(?<!\w)(?:за\s+(?:наш|ваш|свой|мой)|на\s+(?:этот|мой|наш|ваш|данный)|расчетн\w+|лицев\w+|банковск\w+|в\s+конечном|не\s+в|номер|р/?с|к/?с|за|на\s+ваш)\s+$"
)
_ABOUT_PAID = re.compile(
    r"оплатил\w*|оплачен\w*|оплачу|оплатим|оплачива\w*|перевел\w*|\bpaid\b|\bpay\b"
)


def documents(place: Passage, taken: list[Span]) -> list[Candidate]:
    """Kinds of documents asked for, sent or to be signed."""
    found: list[Candidate] = []
    for m in _PATTERN.finditer(place.low):
        kind = next(name for name, hit in m.groupdict().items() if hit)
        if not free(Span(*m.span()), taken) or any(c.value == kind for c in found):
            continue
        sentence = around(place.sentences, m.start(), m.end())
        said = place.low[sentence.start : sentence.end]
        before = place.low[max(sentence.start, m.start() - 60) : m.start()]
        after = place.low[m.end() : min(sentence.end, m.end() + 30)]
        if re.search(
            r"\bне\s+(?:нужн\w*|нужен|надо|требу\w+|получ\w+|приш\w+)|(?:isn'?t|not)\s+(?:needed|necessary|required)",
            after[:25],
        ) or _NEGATED.search(before[-30:]):
            continue
        if kind == "invoice" and not _invoice(said, before, after):
            continue
        if kind == "contract" and re.search(
            r"(?:расторг|расторж|прекрат|аннулир|terminat|cancel)\w*[^.?!]{0,20}$|(?:between|balance\s+of\s+the|перевод)\s+$",
            before,
        ):
            continue
        if (
            kind == "contract"
            and re.search(
                r"(?:по|в|согласно|under|per|in)\s+(?:the\s+|нашему\s+|вашему\s+)?$", before
            )
            and not re.search(r"пришл|подпи|send|draft", said)
        ):
            continue
        if (
            kind == "quote"
            and re.search(
                r"(?:в|по|из|ваш\w*|вашем|получил\w*|посмотрел\w*|изучил\w*|your|in\s+the|the)\s+(?:\w+\s+)?$",
                before,
            )
            and not re.search(
                r"пришл|вышл|присла|подготов|сдела|нуж|send|prepare|need|обнов|скин|жд|update|revise",
                said,
            )
        ):
            continue
        if not (
            _WANTS.search(said)
            or "document" in place.context.asked
            or len(said) < 40
            or after[:1] == ":"
            or _TO_WHOM.match(after)
        ):
            continue
        found.append(candidate(place, "document", kind, m.start(), m.end(), 0.85))
    return found


def _invoice(said: str, before: str, after: str) -> bool:
    if _NOT_INVOICE.search(before) or re.match(r"\s*(?:в\s+банке|открыт)", after):
        return False
    if re.search(
        r"(?:выстав|выпиш|выпис|пришл|присл|вышл|шлит|скин|кин|кида|сдела|подготов|нуж|жд|обнов|отправ|дайте|можно|переде|сброс|поправ|issue|send|need|prepare|get|forward|raise|goes\s+to|invoice\s+(?:us|me))",
        said,
    ):
        return not re.search(r"(?:старый|прежний|другой|чужой|не\s+тот)\s+$", before)
    if re.search(r"(?<!\w)(?:по|с|в|от|на|из|к)\s+(?:\w+\s+)?$", before[-14:]):
        return False
    return not _ABOUT_PAID.search(said)

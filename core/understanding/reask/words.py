"""Content words of a question and of what a client says, as short stems of one form each."""

# ruff: noqa: E501, SIM905 (word lists read better whole)

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_TOKEN = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_ENDINGS = re.compile(
    r"(?:иями|ями|ами|иям|иях|ого|его|ому|ему|ыми|ими|ться|тся|ешь|ете|ите|ете|ает|ают|ует|уют|"
    r"ить|ать|ять|еть|уть|[аи]л[аио]|ия|ие|ии|ию|ов|ев|ей|ах|ях|ам|ям|ом|ем|ой|ый|ий|ые|ая|яя|ое|ее|ых|"
    r"их|ую|юю|ет|ит|ат|ят|ут|ют|а|я|ы|и|у|ю|е|о|ь|й)$"
)
_REFLEXIVE = re.compile(r"(?<=[а-я]{4})с[ья]$")
_FLEETING = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])[ео](?=[бвгджзклмнпрстфхцчшщ]$)")
_ENGLISH = re.compile(r"(?:'s|ies|ings?|ed|es|s|y|e)$")
_CODE = re.compile(r"^([a-zа-я]{2,})\d")

_SAME: Final = {
    "плат": "оплат оплатить оплач оплачивать оплачиваем плачу плати платеж рассч расчет рассчи pay payment paid",
    "достав": "привез привоз постав отгруз везти повезт deliver delivery ship shipp",
    "цвт": "цвет оттенок расцветк колор colour color shade",
    "людей": "человек гост гостей персон люд чел участник people guest person persons attendee",
    "метраж": "квадрат площад метраж квадратур кв м2 area footage square sqft sq",
    "телефон": "телефон мобильн phone mobile",
    "почт": "почт email e-mail имейл мейл mail электронк",
    "подпис": "подписыв подпиш подписант подпис",
    "этаж": "этаж floor",
    "бюдж": "бюджет budget",
    "встреч": "встрет встреч созвон звон демо демонстрац call meet meeting demo",
    "контакт": "контакт contact",
    "вес": "весит весят веса вес weigh weight heavy",
    "высот": "высота высоту высоты высотой high height tall",
    "длин": "длина длину длины long length",
    "ширин": "ширина ширину ширины широкий широкая широкое wide width",
    "напольн": "flooring",
    "оконч": "заканч закончим оконч",
}

GENERIC: Final = frozenset(
    """
    нужен нужна нужно нужны надо требуется требуются необходимо необходим нужн хотите хотели хотелось
    планируете планируется планируем будет будут будете буду есть быть был была было бывает можно можете
    можно могли можем могу мне нам вам вас нас ваш ваша ваше ваши вашей вашего вашу вашем вы мы я он она оно они их его ее
    у в во на с со к ко по за из от до для про о об при под над без не ни и а но или ли же бы то это этот эта эти этом этой тот та те том той
    там тут здесь так уже еще все всё всего вся весь всем всех очень только лишь просто вообще примерно приблизительно
    именно конкретно точно какой какая какое какие какого какому каким каких какую каком какими каков какова
    сколько скольки скольких кто кого кому кем ком что чего чему чем где куда откуда когда как чей чья чьи почему зачем
    подскажите подскажете подскажи уточните уточните-ка напишите сообщите скажите укажите пришлите пришлете дайте дадите расскажите
    уточнить узнать спросить подсказать хотел хотела хочу пожалуйста плиз спасибо добрый день вечер утро доброе здравствуйте привет
    да нет ага ок хорошо отлично понял поняла понятно супер
    предпочитаете предпочитаем выбираете выбрали выбрать берете берем возьмете брать взять заказываете заказать закупаете закупать закупаем
    рассчитываете рассчитываем ориентируетесь ищете ищем интересует интересуют подобрать подойдет подойдут
    сделать сделаем делать делаете делаем проходить проходит пройдет состоится поставить ставим ставить оформить оформлять выслать отправить отправлять направить прислать
    обращаться зовут удобно лучше тогда сейчас значит потом после перед итоге итого общей общий
    штук штуки шт единиц единицы   вид виды тип типа вариант варианты вашему вашим кого-нибудь кто-нибудь что-нибудь какие-то какой-то
    ребята коллеги кстати наш наша наше наши нашем нашей нашего сам сами свой своя
    a an the of to in on at for by with from is are was were be been being am do does did have has had having will would can could may might should shall must
    you your yours we us our ours i me my it its he she they them their this that these those there here and or but if so as than then too also not no yes
    what which who whom whose where when how why many much kind type sort exactly approximately roughly about please thanks thank hi hello hey good morning afternoon
    need needs needed want wants require required like prefer preferred using use used uses looking look  planning currently now just still by-the-way okay ok great
    go goes going груз груза грузу грузом товар товара товары товаров заказ заказа order goods cargo
    tell let know share give send confirm say remind provide pieces pcs units unit  amount total mind any some one ones get got make put best right
    time times per what's who's whats let's i'm we're you're i'd we'd you'd don't doesn't
    """.split()
)
"""Words that say nothing of what a question is about."""


@lru_cache(maxsize=30_000)
def stem(word: str) -> str:
    """One form for all forms of a folded word: «доставки» and «доставить» are the same."""
    short = _short(word)
    return _CANON.get(word) or _CANON.get(short) or short


def _short(word: str) -> str:
    if not word[0].isalpha() or len(word) <= 3:
        return word
    if "a" <= word[0] <= "z":
        cut = _ENGLISH.sub("", word)
        return (cut if len(cut) >= 3 else word)[:7]
    bare = _REFLEXIVE.sub("", word)
    for _ in range(2):  # «ламината» loses its ending, and then what looks like a verb's
        ending = _ENDINGS.search(bare)
        while ending is not None and ending.start() < (3 if len(ending.group()) < 2 else 4):
            ending = _ENDINGS.search(bare, ending.start() + 1)
        if ending is None:
            break
        bare = bare[: ending.start()]
    return (_FLEETING.sub("", bare) if len(bare) >= 4 else bare)[:6]


_CANON: dict[str, str] = {}
for _name, _forms in _SAME.items():
    for _form in _forms.split():
        _CANON.setdefault(_short(_form), _name)
        _CANON[_form] = _name

_GENERIC_VERBS: Final = re.compile(
    r"(?:нуж[ен]|требу[ею]|необходим|планиру|предпочит|рассчитыва|ориентиру|интересу|подскаж|уточн|пришл[ие]|заказыва|"
    r"закупа|бер[еу]|возьм|хот[еи]|подбер|подобр|оформ[лит]|отправ[иль]|присл|выслат|сдела|делае|устро|подойд|указать|укаж|"
    r"prefer|requir|expect)"
)


def tokens(low: str) -> Iterator[tuple[str, int]]:
    """Words of a folded text with their places."""
    for found in _TOKEN.finditer(low):
        yield found.group(), found.start()


def is_generic(word: str) -> bool:
    """Whether a folded word says nothing of what a question is about."""
    return word in GENERIC or _GENERIC_VERBS.match(word) is not None


def stems(low: str) -> dict[str, int]:
    """The content stems of a folded text, each with the place where it first stands; numbers
    count, and «ip65» is «ip» too."""
    found: dict[str, int] = {}
    for word, at in tokens(low):
        if is_generic(word):
            continue
        found.setdefault(stem(word), at)
        code = _CODE.match(word)
        if code:
            found.setdefault(code.group(1), at)
    return found

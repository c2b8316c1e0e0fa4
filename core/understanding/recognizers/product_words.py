"""The words that lead to a product's name, end it, or are none; used by product.py."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RELAY = _words(
    """
вариант единица заказ закупка изготовитель изготовление информация каталог количество коммерческий
комплект кп наличие образец объем партия печать покупка поставка поставщик пошив прайс прайс-лист
прайслист предложение приобретение производитель производство расценка расчет смета стоимость счет
фото цена ценник штука
"""
)
"""Heads that pass the asking on: «цена на …», «партия …»."""

STOP = _words(
    """
высота ширина длина толщина глубина вес габарит диаметр модернизация порция
край nda август адрес аккаунт акт акция апрель аукцион база бот брак бухгалтер бухгалтерия бюджет
вакансия вечер вещь вид вкус возврат возможность вопрос воскресенье время встреча вторник выходные
гарантия год гость груз дать декабрь декларация дело демо день деньги депозит десяток деталь дилер
директор добрый договор документ доставка доставочка доступ доход друг егор ехать жалоба желание
завтра закрывающий залог замена заработок звонок здравствуйте знать инвойс инн итог июль июнь
карточка класс клиент компания комплектовщик конец контакт кофейня кредит лид магазин май март
менеджер место месяц миллион минута накладная нал наличка начальник ндс неделя номер ноябрь
обратный объект октябрь оплата оригинал ответ отгрузка отдел отзыв отсрочка пара партнерство
паспорт пауза печать пик письмо подпись подробность подряд подтвердить подтверждение позиция
половина пользователь помощь понедельник порядок посетитель послезавтра почта предоплата
предприниматель презентация претензия привет пример приём проба проблема продукция проект процент
пятница работа раз разница расчёт регион резерв резюме реквизит реклама решение розница руб рубль
руководитель салон самовывоз сбис связь сегодня сезон сентябрь сервис сертификат сеть скан скидка
скидочка склад слово смена смысл снабжение согласование созвон сотня сотрудник сотрудничество
спасибо специалист среда срок ссылка ставка старт стать сторона стройка суббота сумма счёт телефон
тендер тест техпаспорт тип товар треть тыс тысяча уверенность упд уровень условие уточнение утро
утром участник ученик февраль филиал фирма цвет цель цифра час часть человек четверг четверть что
загрузка штат этаж этап юрист январь
"""
)
"""Heads that are no product (lemmas)."""

SERVICES = _words(
    """
внедрение доработка интеграция консультация настройка обслуживание поддержка ремонт установка
"""
)
"""Heads that are a product only with what they are done to: «интеграция с 1С»."""

UNITS = _words(
    """
бухта грамм ед единица квадрат кг килограмм компл куб л литр м м2 м3 метр мешок палета паллет
паллета пара пачка поддон рулон т тонна уп упаковка шт штука экз экземпляр ящик
"""
)
"""Units between a number and its noun (lemmas)."""

FILL_RU = _words(
    """
будем будет будут бы в вас ваш ваша ваше вашей ваши вашу взять вот все-таки всего данная данную
данные данный для до еще за завтра заказать закупить именно как какие-нибудь какие-то какой-то
купить ли любой любые максимум меня минимум мне мы на наличии нам нас наш о об один одна одну ок
около опять от очень очередь партию партия первая первую по пока получить понять порядка посмотреть
поставить примерно приобрести про просто раз ровно сегодня сейчас следующее следующие следующий
снова сразу срочно такая также такие такой теперь тогда тоже только у узнать уточнить хотя цена эта
эти это этот эту я
"""
)
"""Words skipped on the way to the noun."""

NO_PART = _words(
    """
бюджет вторник гарантия документ доставка запас ип итог клиент компания монтаж мы начало ндс ооо
оплата отгрузка отсрочка понедельник предоплата пример пятница самовывоз сдача сертификат скидка
склад-магазин среда срок уважение условие установка учет четверг
"""
)
"""Nouns a preposition does not bring into the phrase (lemmas)."""

NOT_FOR = _words(
    """
адрес акция аванс аренда банкет безнал вечер вопрос выпускной годик корпоратив праздник
полгода квартал полдня рождение свадьба юбилей время выбор выходной вывоз год данный день заказ
запас запрос зима имя карта лето лицо месяц момент наличие нал наличный неделя номер ночь обмен обед
объект ответ отдача осень пара подпись пора почта право предзаказ продажа проба раз рассмотрение
расчет реализация рука ряд сайт сезон скидка склад смена согласование сумма сутки счет сторона
телефон тест торг утро фирма фото хранение час человек
"""
)
"""Nouns behind a preposition that tell when, where or on what terms, and not what kind (lemmas)."""

NOT_THINGS = _words(
    """
    ассортимент бренд бухгалтерия вариант взгляд внимание вопрос вывод выход голос городок дата дом
    дверь желание завод звонок идея интерес история качество коллектив команда критерий курьер лицо
    линия мастер мнение место минималка машина надежда название направление номенклатура обещание
    обязательство опыт организация отношение офис ошибка пакет партнерка персонал письмо план
    подход право прием программа производство просьба профиль процесс ребенок рекомендация
    обновление милость компетенция рука
    рынок сайт свет сервис сервер ситуация слово служба совет сообщение список способ сторона
    страница сумма схема текст терпение точка требование труд успех услуга ход цена чат шоурум
    эксперт юрист день ночь все она оно они ничто никто это деньги вода нога голова
    """
)
"""Nouns behind «ваш» that are no goods (lemmas)."""

NOT_THINGS_EN = _words(
    """
    address app-store attention availability brand business capacity catalogue client colleague
    competitor competitors convenience course crew customer customers day driver earliest engineer
    end experience factory feedback files finance first floor guy guys head help hours inbox kind
    lads last lead legal length location lot message mind minimum name new next night office own
    patience people phone policy portal position premises program programme rates reasons records
    rep reps requirements response role sales salesman second service services shop showroom staff
    standard stock store supplier suppliers terms thing things time town tone turnaround usual van
    visit warehouse way website bill truck agent sir horses directory gate sign whole word work
    world yard acre acres night nights language
    languages spending lengths
    """
)
"""Nouns behind “your” that are no goods."""

SPEC = _words(
    """
cm gb inch kg kw l ml mm tb w а бар в вт г гб дюйм дюйма дюймов кв квт кг л м мкм мл мм мпа см тб
"""
)
"""Units that end a size: «лист 2 мм»."""

PREPS = _words(
    """
без для из под с со
"""
)
"""Prepositions that may go on with the phrase."""

EN_STOP = _words(
    """
about after again all also and approx approximately are around arrive arrived arrives as asap at
away back be because been before best between both budget built but by came can come comes coming
cost costs could deadline deep delivered delivery do does during each excluding fit fits for from
get goes got had has have he heavy hello her here hi high his how i if in include includes
including instead into is it just let's lets long made may maybe me might my need needed needs next
no not now off on only or our out over per please plus price priced prices reach reaches reaching
ready regards right she shipped shipping should since sit sits so soon still than thank thanks that
their them then there these they this those till to today tomorrow too under until up urgently us
versus very via vs want wanted wants was we were what when where which while who wide will within
would you your available certified compatible rated suitable waterproof
"""
)
"""Words that end an English phrase."""

EN_FILL = _words(
    """
a about additional also an another any approx approximately are around at bag bags box boxes buy
carton cartons copies dozen exactly for get have hundred i in is it items just kg kilos least
liters me meters more new-ish of order our pack packs pairs pallet pallets pcs piece pieces
purchase roll rolls roughly set sets sheets some stock the these this those thousand to ton tonnes
tons total unit units up us we you your
"""
)
"""Words skipped before an English phrase."""

EN_FILL_UNITS = _words(
    """
bag bags carton cartons copies items kg kilos liters meters pack packs pairs pallet pallets pcs
piece pieces roll rolls sheets sq sqm square ton tonnes tons unit units
"""
)
"""English units before a noun."""

EN_NOT = _words(
    """
access account address advantage advice agreement amount answer anything approval be better board
both break budget business buy call cancel care cash catalog catalogue category certificate change
cheaper check clarification company confirm confirmation contract cooperation cost costs couple day
days deal decision delivery demo deposit details discount document documents eight email estimate
everything few figure five four go hand help hours human idea info information internal invest
invoice it job know less level line lines link list look lower make manager meeting minutes money
month months more move nda nine nothing number offer ok okay one ones opinion option options order
orders papers partner partners partnership pause pay payment person phone place postpone price
price-list pricing proposal quarter question questions quotation quote range refund replacement
reply reschedule return sample-request see sell send seven ship shipment shipping side site sites
six sorry solution somebody someone something speak spend support sure take talk team ten terms them
think think-over thinking three time total two update use wait warranty waybill website week weeks
work writing year years yes
acre acres language languages lengths night nights spending
"""
)
"""English heads that are no product."""

PRICE_WORDS = _words(
    """
почем почём сколько скока скоко сколька скольки скок скольк скоку
"""
)
"""Words that ask for a price and are no part of a name."""

EN_VERBS = _words(
    """
accept add agree allow am ask become begin being believe bought break bring broke brought build
called came carry caught change charge charged check choose clean close coming connect contain cope
cover cut deal decide decided did died do done drive drop dropped eat end expect fail fall feel
fell felt fill find finish fit fits fix fixed fly follow forget found gave getting give given gives
goes going gone got grow handle handles happen happens hear heard held help hold holds hope
integrate involve joins keep keeps kept knew knows land landed last lasts learn leave leaves
leaving left lets like likes live load looked looking looks lost love loves made makes making
manage match matches mean means meant meet met mind move moved needs offer offers open own pair
pairs pass pay pays pick play plug prefer pull pulls put puts ran read reads recommend remain
remember replace represent rise run runs said sat save saw say says see seem seems seen sell sells
send sent serve set shall shoot show shows sign sit sits speak spend spent split stand stands start
started starts stay stays stick stock stop stops struggle struggles suit suits support supports
survive take takes taking talk tell tells think thinks thought throw told took touch tried tries
try trying turn understand use used uses using wait want wants wash watch wear weigh went wish won
wonder wondering work works worth would write wrote anyway anyways basically actually really
roughly ballpark something anything just mainly mostly tbh btw pls plz please lol like kinda sorta
maybe probably somewhere someone what's who's it's i'm im we're you're they're don't doesn't can't
won't that's there's ill we'll i'll i've ive near til till thru w w/o cos coz bc per we've you've
id i'd we'd who'd
"""
)
"""English words that end a run: verbs and such, where no dictionary tells."""

"""The words that lead to a product's name, end it, or are none; used by product.py."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RELAY = _words(
    """
вариант единица заказ закупка изготовитель информация каталог количество коммерческий комплект
кп наличие образец объем партия покупка поставка поставщик прайс прайс-лист прайслист
предложение приобретение производитель расценка расчет смета стоимость счет фото цена ценник
штука
"""
)
"""Heads that pass the asking on: «цена на …», «партия …»."""

STOP = _words(
    """
nda август адрес аккаунт акт акция апрель база брак бухгалтер бухгалтерия бюджет вакансия вечер
вещь вид внедрение возврат возможность вопрос воскресенье время встреча вторник гарантия год
дать декабрь декларация дело демо день деньги депозит деталь дилер директор добрый договор
документ доставка доставочка доступ доход друг егор ехать жалоба желание завтра закрывающий
залог замена заработок звонок здравствуйте знать инвойс инн интеграция итог июль июнь карточка
клиент компания конец консультация контакт кредит лид магазин май март менеджер место месяц
миллион минута накладная начальник ндс неделя номер ноябрь обратный объект октябрь оплата
оригинал ответ отгрузка отдел отзыв отсрочка партнерство паспорт пауза печать письмо
подпись подробность подряд подтвердить подтверждение позиция помощь понедельник послезавтра
почта предоплата презентация претензия привет пример приём проблема продукция проект процент
пятница работа раз разница регион резюме реквизит реклама ремонт решение розница руб рубль
руководитель сбис связь сегодня сентябрь сертификат сеть скан скидка скидочка склад слово смысл
снабжение согласование созвон сотрудничество спасибо специалист среда срок ссылка ставка стать
сторона суббота сумма счёт телефон тест техпаспорт товар тыс тысяча уверенность упд условие
уточнение утро утром февраль филиал цифра час человек четверг что юрист январь аукцион бот вкус выходные гость класс
комплектовщик кофейня лид наличка нал ответ пик поддержка порядок предприниматель проба расчёт
резерв самовывоз салон сезон сервис сотрудник старт стройка тендер тип уровень ученик участник фирма
цвет цель часть штат этаж этап пользователь посетитель половина треть четверть сотня десяток пара
"""
)
"""Heads that are no product (lemmas)."""

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
около опять от очень очередь партию партия первая первую по пока получить понять порядка
посмотреть поставить примерно приобрести про просто раз ровно сегодня сейчас следующее следующие
следующий снова сразу срочно такая также такие такой теперь тогда тоже только у узнать уточнить
хотя цена эта эти это этот эту я
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

SPEC = _words(
    """
cm gb inch kg kw l ml mm tb w а бар в вт г гб дюйм дюйма дюймов кв квт кг л м мкм мл мм мпа см
тб
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
about after again also and approx approximately are around as asap at away be because been
before best budget but by can cost costs could deadline delivered delivery do does during each
excluding for from had has have he hello her here hi his how i if in include includes including
instead into is it just let's lets may maybe me might my next no not now on only or our over per
please plus price priced prices ready regards right she shipped shipping should since so soon
than thank thanks that their them then there these they this those till to today tomorrow too
under until up urgently us versus very via vs was we were what when where which who will within
would you your all back between both built come comes coming fit fits get goes got made off out
reach reaches reaching still while arrive arrives arrived came sits sit wide long high deep heavy
"""
)
"""Words that end an English phrase."""

EN_FILL = _words(
    """
a about additional also an another any approx approximately are around at bag bags box boxes buy
carton cartons copies dozen exactly for get have hundred i in is it items just kg kilos least
liters me meters more new-ish of order our pack packs pairs pallet pallets pcs piece pieces
purchase roll rolls roughly set sets sheets some stock the these this those thousand to ton
tonnes tons total unit units up us we you your
"""
)
"""Words skipped before an English phrase."""

EN_FILL_UNITS = _words(
    """
bag bags carton cartons copies items kg kilos liters meters pack packs pairs pallet pallets pcs
piece pieces roll rolls sheets ton tonnes tons unit units
"""
)
"""English units before a noun."""

EN_NOT = _words(
    """
access account address advantage agreement amount answer anything approval be better board break
budget business buy call cancel care cash catalog catalogue category certificate change cheaper
check clarification company confirm confirmation contract cooperation cost costs day days deal
decision delivery demo deposit details discount document documents email estimate everything
figure go help hours human info information internal invest invoice it job know less level line
lines link list look lower make manager meeting minutes money month months more move nda nothing
number offer ok okay one ones option options order orders papers partner partners partnership
pause pay payment person phone place postpone price price-list pricing proposal quarter question
questions quotation quote range refund replacement reply reschedule return sample-request see
sell send ship shipment shipping side site sites solution somebody someone something speak spend
support sure take talk team terms them think think-over thinking time total update use wait
warranty waybill website week weeks work writing year years yes
"""
)
"""English heads that are no product."""

# Что уходит через WhatsApp: шаблоны, пределы, ответы Meta

problem-whatsapp-template-pending = Meta ещё проверяет шаблон «{ $name }». Выберите другой или дождитесь её решения.
problem-whatsapp-template-rejected = Meta не одобрила шаблон «{ $name }». Выберите другой или исправьте его в кабинете Meta.
problem-whatsapp-template-paused = Meta приостановила шаблон «{ $name }»: на него жаловались. Выберите другой.
problem-whatsapp-template-disabled = Meta отключила шаблон «{ $name }» насовсем. Выберите другой.
problem-whatsapp-template-status = Шаблон «{ $name }» не одобрен. Выберите другой.
problem-whatsapp-template-part = В шаблоне «{ $name }» есть часть, которую здесь не заполнить ({ $part }). Выберите другой.
problem-whatsapp-template-too-long = С этими значениями шаблон длиннее { $limit } знаков. Сократите их.
problem-whatsapp-template-header = Не заполнено значение в заголовке шаблона. Впишите его.
problem-whatsapp-template-header-long = С этим значением заголовок длиннее { $limit } знаков. Сократите его.
problem-whatsapp-template-file = Шаблон начинается с файла ({ $kind ->
    [image] картинка JPEG или PNG до 5 МБ
    [video] видео MP4 до 16 МБ
   *[other] документ
}). Выберите его.
problem-whatsapp-template-no-file = В этом шаблоне нет места для файла. Отправьте без него или выберите шаблон с файлом.
problem-whatsapp-template-place = Шаблон начинается с места на карте. Выберите его.
problem-whatsapp-template-button = Не заполнено значение кнопки «{ $button }». Впишите его.
problem-whatsapp-template-button-value = Значение кнопки «{ $button }» длиннее { $limit } знаков или с пробелами. Исправьте его.
problem-whatsapp-template-currency = «{ $text }» — не валюта. Впишите её код, например RUB.
problem-whatsapp-place = Такого места нет. Широта — от -90 до 90, долгота — от -180 до 180.

# Части сообщения
problem-whatsapp-part-missing = { $part ->
    [body] Нет текста
    [header] Нет заголовка
    [button] Нет кнопки
    [section] Нет заголовка в списке
    [row] Нет строки в списке
    [card] Нет контакта
    [name] Нет имени контакта
    [phone] Нет телефона контакта
    [url] Нет ссылки
   *[other] Не хватает части сообщения
}. Заполните.
problem-whatsapp-part-long = { $part ->
    [body] Текст
    [header] Заголовок
    [footer] Подпись
    [button] Кнопка
    [section] Заголовок в списке
    [row] Строка списка
    [description] Описание в списке
    [url] Ссылка
   *[other] Часть сообщения
} длиннее { $limit } знаков. Сократите.
problem-whatsapp-part-many = { $part ->
    [button] Кнопок
    [section] Частей списка
    [row] Строк в списке
    [card] Контактов
   *[other] Таких частей
} может быть не больше { $limit }. Уберите лишнее.
problem-whatsapp-part-twice = «{ $name }» встречается дважды. Дайте каждому свой текст.
problem-whatsapp-url = Это не ссылка. Впишите её целиком, с https:// в начале.
problem-whatsapp-emoji = Реакция — это один эмодзи. Выберите один.
problem-whatsapp-header-file = Над кнопками может быть картинка, видео или документ. Выберите такой файл.
problem-whatsapp-file-empty = Файл пустой. Выберите другой.
problem-whatsapp-upload-stopped = Вы остановили отправку файла. Отправьте его снова, когда захотите.

# Что отвечает Meta
problem-whatsapp-paced = WhatsApp принимает одному человеку около десяти сообщений в минуту. Threadline отправит это само в свой черёд.
problem-whatsapp-not-delivered = WhatsApp принял сообщение, но не доставил: { $text }. Отправьте снова через минуту.
problem-whatsapp-daily-limit = Сегодня с номера написали стольким новым людям, скольким разрешает Meta. Отправьте снова завтра.
problem-whatsapp-number-gone = Meta больше не знает нашего номера. Проверьте его id в настройках.
problem-whatsapp-payment = Meta не получает оплату за WhatsApp. Поправьте оплату в кабинете Meta и отправьте снова.
problem-whatsapp-country = Meta не разрешает нам писать людям из этой страны. Проверьте аккаунт в кабинете Meta.
problem-whatsapp-display-name = Meta ещё не одобрила имя номера. Посмотрите его в кабинете Meta.
problem-whatsapp-registration = Номер не зарегистрирован в Cloud API. Зарегистрируйте его в кабинете Meta.
problem-whatsapp-own-number = Это наш собственный номер. Узнайте номер клиента.
problem-whatsapp-experiment = Meta не пускает рекламу к этому клиенту. Дождитесь его сообщения и напишите.
problem-whatsapp-unsupported = WhatsApp не принимает такие сообщения. Скажите это иначе.
problem-whatsapp-template-gone = Такого шаблона на этом языке нет, или он ещё не одобрен. Выберите другой.
problem-whatsapp-template-values = Значения не подходят к шаблону: { $text }. Заполните его заново.
problem-whatsapp-template-policy = Шаблон нарушает правила WhatsApp. Выберите другой.
problem-whatsapp-template-flow = Форма в шаблоне заблокирована или отправляется слишком часто. Выберите другой.
problem-whatsapp-template-marketing = Этот шаблон пока нельзя отправить как рекламу. Выберите другой.
problem-whatsapp-template-syncing = Meta готовит шаблон. Threadline отправит сообщение само через десять минут.
problem-whatsapp-marketing-off = Реклама через Cloud API отключена. Включите её в кабинете Meta.
problem-whatsapp-marketing-path = Этим путём идёт только реклама. Выключите «Marketing Messages» в настройках.

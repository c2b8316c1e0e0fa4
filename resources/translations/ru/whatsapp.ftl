# Виды сообщений, которые передаёт WhatsApp, и строки над ними.
came-from-ad = Из рекламы
came-from-ad-named = Из рекламы «{ $name }»
came-from-post = Из публикации
came-from-post-named = Из публикации «{ $name }»
about-product = О товаре { $name }
note-named = Откройте мессенджер, чтобы увидеть сообщение ({ $kind })
note-frequently-forwarded = Переслано много раз
note-view-once = Открывается один раз, на телефоне
note-on-the-phone = Это сообщение есть только на телефоне
note-media-placeholder = Файл пока только на телефоне
note-address = Адрес доставки
note-event = Мероприятие
note-poll-creation = Опрос
note-poll-update = Голос в опросе
note-template = Шаблон
note-call-missed = Пропущенный звонок
note-call-rejected = Отклонённый звонок
note-call-allowed = Клиент разрешил звонить
note-call-not-allowed = Клиент просит не звонить
note-user-changed-user-id = Идентификатор клиента в WhatsApp изменился
note-request-welcome = Клиент впервые открыл чат
note-ephemeral = Исчезающее сообщение открывается только на телефоне
note-payment = Оплата
note-payment-captured = Оплачено
note-payment-pending = Платёж в пути
note-payment-failed = Платёж не прошёл
note-payment-canceled = Платёж отменён
note-payment-other = Оплата
note-marketing-stop = Клиент отказался от рассылок
note-marketing-resume = Клиент снова согласен на рассылки
note-group = Группа
note-group-create = Группа создана
note-group-delete = Группа удалена
note-group-participants-add = Вступили в группу
note-group-participants-remove = Вышли из группы
note-group-join-request-created = Просится в группу
note-group-join-request-revoked = Больше не просится в группу
note-group-settings-update = Настройки группы изменились
note-group-suspend = WhatsApp приостановил группу
note-group-suspend-cleared = Группа снова работает
note-edit = Сообщение изменено на телефоне
note-group-invite = Приглашение в группу
note-link-preview = Ссылка
note-hsm = Шаблон
note-reaction = Реакция
note-button = Ответ кнопкой
note-list = Сообщение со списком
note-buttons = Сообщение с кнопками
note-product = Товар
note-pin = Закреплённое сообщение
note-video-note = Видеосообщение
note-gif = GIF
note-newsletter = Сообщение канала
note-keep-in-chat = Сохранённое сообщение

# Что Meta сообщает об аккаунте, его номерах и шаблонах.
account-heading = Что сообщает Meta об аккаунте
account-why = Причина: { $reason }.
account-until = До { $at }.
account-template-approved = Шаблон { $name } ({ $language }) одобрен.
account-template-rejected = Шаблон { $name } ({ $language }) отклонён. Исправьте его в WhatsApp Manager и отправьте снова.
account-template-paused = Шаблон { $name } ({ $language }) приостановлен, пока его нельзя отправить.
account-template-disabled = Шаблон { $name } ({ $language }) отключён. Создайте новый в WhatsApp Manager.
account-template-flagged = Шаблон { $name } ({ $language }) скоро отключат: на него жалуются клиенты.
account-template-locked = Шаблон { $name } ({ $language }) заблокирован.
account-template-limit-exceeded = Шаблон { $name } ({ $language }) упёрся в лимит аккаунта.
account-template-pending = Шаблон { $name } ({ $language }) на проверке.
account-template-in-appeal = Шаблон { $name } ({ $language }) проверяют повторно.
account-template-reinstated = Шаблон { $name } ({ $language }) снова можно отправлять.
account-template-unpaused = Шаблон { $name } ({ $language }) снова можно отправлять.
account-template-pending-deletion = Шаблон { $name } ({ $language }) удаляется.
account-template-deleted = Шаблон { $name } ({ $language }) удалён.
account-template-archived = Шаблон { $name } ({ $language }) в архиве.
account-template-unarchived = Шаблон { $name } ({ $language }) возвращён из архива.
account-template-status = Шаблон { $name } ({ $language }) теперь «{ $status }».
account-template-quality-green = Шаблон { $name } ({ $language }): качество высокое.
account-template-quality-yellow = Шаблон { $name } ({ $language }): качество среднее. Отправляйте его меньшему числу людей.
account-template-quality-red = Шаблон { $name } ({ $language }): качество низкое. Его могут приостановить: отправляйте его меньшему числу людей.
account-template-quality-unknown = Шаблон { $name } ({ $language }): качество пока неизвестно.
account-template-category = Шаблон { $name } ({ $language }) теперь в категории «{ $new }»; цена изменилась.
account-template-category-soon = Шаблон { $name } ({ $language }) скоро перейдёт в категорию «{ $new }»; цена изменится.
account-template-edited = Шаблон { $name } ({ $language }) изменён.
account-number-onboarding = Номер { $number } зарегистрирован. До { $limit } новых клиентов в день.
account-number-upgrade = С номера { $number } теперь можно писать { $limit } новым клиентам в день.
account-number-downgrade = С номера { $number } теперь можно писать только { $limit } новым клиентам в день.
account-number-flagged = Номер { $number }: качество низкое. Если так останется, лимит ({ $limit } новых клиентов в день) снизят.
account-number-unflagged = Номер { $number }: качество снова хорошее. До { $limit } новых клиентов в день.
account-number-throughput-upgrade = С номера { $number } теперь можно отправлять больше сообщений в секунду.
account-name-approved = Имя «{ $name }» номера { $number } одобрено.
account-name-rejected = Имя «{ $name }» номера { $number } отклонено. Выберите другое в WhatsApp Manager.
account-name-pending = Имя «{ $name }» номера { $number } на проверке.
account-name-deferred = Имя «{ $name }» номера { $number } проверят позже.
account-violation = Аккаунт нарушил правило WhatsApp: { $type }. Проверьте WhatsApp Manager и обжалуйте, если это не так.
account-restriction = Аккаунт ограничен: { $what }. Как снять ограничение, сказано в WhatsApp Manager.
account-ban-disable = Аккаунт заблокирован с { $date }. Запросите проверку в WhatsApp Manager.
account-ban-schedule-for-disable = Аккаунт заблокируют { $date }. Запросите проверку в WhatsApp Manager сейчас.
account-ban-reinstate = Аккаунт разблокирован.
account-account-deleted = Аккаунт удалён в Meta.
account-partner-removed = Аккаунт больше не подключён к этому приложению. Подключите его снова в WhatsApp Manager.
account-partner-added = Аккаунт подключён к этому приложению.
account-account-offboarded = Номер зарегистрирован на другом устройстве и больше не подключён. Подключите его снова.
account-account-reconnected = Номер снова подключён.
account-verified-account = Аккаунт подтверждён.
account-alert = Meta предупреждает: { $type }. { $text }
account-review-approved = Аккаунт прошёл проверку.
account-review-rejected = Аккаунт не прошёл проверку. Причина указана в WhatsApp Manager.
account-review-pending = Аккаунт на проверке.
account-review-deferred = Аккаунт проверят позже.
account-capability = До { $limit } новых клиентов в день и { $numbers } номеров.
account-security-pin-changed = ПИН-код номера { $number } изменён. Если это не вы, смените его в WhatsApp Manager.
account-security-pin-reset-request = Кто-то запросил сброс ПИН-кода номера { $number }. Если это не вы, проверьте WhatsApp Manager.
account-security-pin-reset-success = ПИН-код номера { $number } сброшен. Если это не вы, проверьте WhatsApp Manager.
account-flow = Форма WhatsApp: { $text }
account-history-declined = Прежние чаты не передаются: это выключено в приложении WhatsApp Business.
account-history-failed = Прежние чаты не пришли ({ $number }): { $text }
account-history-progress = Прежние чаты загружаются: { $progress } %.
account-error = WhatsApp сообщает об ошибке { $number }: { $text }
account-unreadable = WhatsApp прислал то, чего эта версия не понимает. Это сохранено: новая версия сможет это прочитать.
account-other = Meta сообщает: { $field }. { $event }
account-see = Посмотреть

# What goes out: templates, limits, what Meta answers

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
problem-whatsapp-phone-failed = Это сообщение не ушло с телефона.
restricted-biz-initiated-messaging = нельзя писать клиентам первыми
restricted-customer-initiated-messaging = нельзя отвечать клиентам
restricted-add-phone-number-action = нельзя добавлять номера
restricted-business-initiated-calling = нельзя звонить клиентам
restricted-user-initiated-calling = клиенты не могут звонить
restricted-biz-initiated-and-user-initiated-calling = звонки отключены
restricted-utility-templates = нельзя создавать сервисные шаблоны

# Что помогает неотправленному сообщению
mend-template = Выбрать шаблон
mend-settings = Открыть настройки
mend-dashboard = Открыть кабинет Meta
mend-edit = Изменить текст
mend-file = Выбрать другой файл
mend-elsewhere = Написать иначе
mend-nowhere = Другого чата с клиентом здесь нет. Узнайте другой номер.

# Настройки номера
setting-whatsapp-link-previews = Ссылки с картинкой
setting-whatsapp-link-previews-hint = Клиент видит под текстом страницу, на которую ведёт первая ссылка.
setting-whatsapp-coexistence = Номер есть и в приложении WhatsApp Business
setting-whatsapp-coexistence-hint = Тогда Meta принимает с него 20 сообщений в секунду вместо 80.
setting-whatsapp-marketing = Реклама через Marketing Messages
setting-whatsapp-marketing-hint = Включите, если номер подключён к Marketing Messages API в кабинете Meta.

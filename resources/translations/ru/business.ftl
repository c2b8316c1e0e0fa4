# Telegram Business: часы работы, автоматические сообщения, быстрые ответы аккаунта.
business-title = Telegram Business
accounts-business = Business
command-business = Telegram Business: часы, приветствие, быстрые ответы
business-text = Часы работы, автоматические сообщения, быстрые ответы и то, что видно в профиле. Их хранит Telegram и показывают все ваши устройства.
business-none-title = Telegram Business не подключён
business-none-text = Это платная часть Telegram: часы работы в профиле, приветствие, ответ, когда вас нет, и быстрые ответы. Она входит в Telegram Premium. Подключите его в телефоне, и всё появится здесь.
business-nothing = Пока не задано
business-edit = Изменить…
business-set = Задать…
business-add-reply = Добавить…
business-day-1 = Пн
business-day-2 = Вт
business-day-3 = Ср
business-day-4 = Чт
business-day-5 = Пт
business-day-6 = Сб
business-day-7 = Вс
business-day-off = выходной
business-day-whole = круглосуточно
business-hours = Часы работы
business-open = Сейчас открыто, до { $when }
business-closed = Сейчас закрыто, откроется: { $when }
business-open-always = Открыто круглосуточно
business-never-open = Всегда закрыто
business-on-day = { $day }, { $time }
business-greeting = Приветствие
business-greeting-when = Уходит тому, кто написал впервые или молчал { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
  }.
business-away = Когда вас нет
business-away-always = Уходит всегда.
business-away-closed = Уходит вне часов работы.
business-away-custom = Уходит с { $since } до { $until }.
business-away-offline = Только если вас не было в сети 10 минут.
business-to-all = Всем.
business-to-nobody = Никому.
business-to-all-but = Всем, кроме: { $who }.
business-to-only = Только: { $who }.
business-to-existing = кто уже писал
business-to-new = новые чаты
business-to-contacts = контакты
business-to-others = не контакты
business-to-users = { $count ->
    [one] ещё { $count } выбранный человек
    [few] ещё { $count } выбранных человека
   *[many] ещё { $count } выбранных человек
  }
business-replies = Быстрые ответы Telegram
business-reply-gone = Быстрый ответ удалён
business-reply-files = Файлы и несколько сообщений меняются в телефоне
business-place = Адрес
business-intro = Приветствие в пустом чате
business-links = Ссылки на чат
business-link-views = { $count ->
    [one] { $count } переход
    [few] { $count } перехода
   *[many] { $count } переходов
  }
business-goes-whole = { $count ->
    [one] Уйдёт сразу, как есть: { $count } сообщение
    [few] Уйдёт сразу, как есть: { $count } сообщения
   *[many] Уйдёт сразу, как есть: { $count } сообщений
  }
business-automatic = Отправлено автоматически
offer-kept = Telegram · /{ $word }
note-quick-reply = Быстрый ответ Telegram
business-hours-title = Часы работы
business-hours-text = Клиенты видят их в вашем профиле. После полуночи пишите обычное время: 22:00–2:00 значит до двух ночи.
business-hours-zone = Часовой пояс
business-hours-day-hint = 9:00–18:00
business-hours-bad = Напишите время так: 9:00–13:00, 14:00–18:00. Пустая строка — выходной.
business-hours-zone-bad = Выберите часовой пояс из списка.
business-hours-empty = Отметьте хотя бы один день или удалите часы работы.
business-hours-copy = Как в понедельник, до пятницы
business-remove = Удалить
business-remove-sure = Точно удалить?
business-turn-off = Выключить
business-turn-off-sure = Точно выключить?
business-which = Какой быстрый ответ отправлять
business-when = Когда
business-when-always = всегда
business-when-closed = вне часов работы
business-when-custom = в заданное время
business-since = С
business-until = До
business-offline = Только если меня не было в сети 10 минут
business-silent = Снова здороваться, если клиент молчал
business-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
  }
business-whom = Кому
business-whom-all = всем, кроме отмеченных
business-whom-only = только отмеченным
business-no-replies = Сначала добавьте быстрый ответ: он и будет уходить.
business-schedule-bad = Конец должен быть позже начала.
business-closed-no-hours = Сначала задайте часы работы.
business-reply-new = Новый быстрый ответ
business-reply-title = Быстрый ответ /{ $name }
business-reply-name = Слово после «/»
business-reply-name-hint = До 32 букв, цифр и подчёркиваний, без пробелов
business-reply-text = Текст
business-reply-text-hint = **жирный**, __курсив__, `код`
business-copy = Скопировать
business-rename = Изменить
business-delete = Удалить
business-up = Выше
business-down = Ниже
business-action-name = { $action }: { $name }
replies-keys-send = Enter — отправить, Esc — закрыть
replies-to-telegram = В Telegram…
replies-to-telegram-tip = Сохранить этот ответ в быстрых ответах Telegram
replies-to-telegram-gaps = Пропуски в скобках Telegram не заполняет: впишите слова вместо них.
business-place-field = Где вас найти
business-place-hint = До 96 знаков. Точку на карте ставят в телефоне.
business-intro-heading = Заголовок
business-intro-text = Текст
business-intro-hint = Это клиент видит до первого сообщения. Стикер выбирают в телефоне.
business-link-new = Новая ссылка на чат
business-link-title = Ссылка на чат
business-link-name = Название
business-link-name-hint = Видно только вам: например, где стоит ссылка.
business-link-text = Слова, которые уже стоят в сообщении клиента
business-link-text-hint = Клиент может их изменить. **жирный**, __курсив__, `код`
business-person-find = Найти людей по имени
business-person-none = Так никого из чатов этого аккаунта не зовут
business-person-unknown = № { $id } в Telegram
business-person-add = Добавить: { $name }
business-person-remove = Убрать: { $name }
problem-business-premium = Для этого нужен Telegram Premium. Подключите его в телефоне и повторите.
problem-business-shortcut-invalid = Telegram не принял этот быстрый ответ: его уже нет или в слове есть недопустимые знаки. Оставьте буквы, цифры и подчёркивания.
problem-business-shortcut-taken = Быстрый ответ с таким словом уже есть. Выберите другое.
problem-business-shortcuts-many = Больше быстрых ответов Telegram не хранит. Удалите лишние и повторите.
problem-business-messages-many = Больше сообщений в одном быстром ответе Telegram не хранит.
problem-business-hours-refused = Telegram не принял эти часы работы. Проверьте, что дни заданы и промежутки не пересекаются.
problem-business-zone-refused = Telegram не знает этого часового пояса. Выберите другой, ближайший к вам.
problem-business-recipients-none = Отметьте, кому отправлять это сообщение.
problem-business-recipient-gone = Одного из выбранных людей Telegram больше не называет. Уберите его из списка и повторите.
problem-business-links-many = Больше ссылок Telegram не хранит. Удалите лишние и повторите.
problem-business-link-gone = Этой ссылки уже нет: её удалили на другом устройстве.

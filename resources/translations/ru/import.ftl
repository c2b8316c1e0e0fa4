problem-export-unreadable = Это не история, которую можно прочитать. Выберите result.json Telegram или его папку, .txt WhatsApp или архив с ними.
problem-export-group = В файле группа WhatsApp. Из WhatsApp можно взять только переписку двоих.
problem-export-no-file = При выгрузке истории этот файл не сохранили.
problem-import-no-account = Сначала подключите аккаунт (настройки, { $name }): это его переписка.
problem-import-phone = Введите телефон клиента с кодом страны, например +7 900 000-00-00.
intake-title = История из файла
intake-text = Telegram Desktop: Настройки, Продвинутые настройки, Экспорт данных, формат JSON. WhatsApp: в чате Ещё, Экспорт чата. Что здесь уже есть, дважды не появится.
intake-file = Выбрать файл…
intake-folder = Выбрать папку…
intake-progress = Сколько сделано
intake-looking = Читаем файл…
intake-none = В нём нет переписки.
intake-group = Группа
intake-taking = { $done } из { $total } сообщений…
intake-done = Новых сообщений: { $new }, уже были здесь: { $known }, файлов: { $files }. Их читает помощник, не задерживая то, что приходит.
intake-take = Взять
intake-nameless = Без имени
intake-messages = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
 }
intake-files = { $count ->
    [one] { $count } файл
    [few] { $count } файла
   *[many] { $count } файлов
 }
intake-unread = не прочитано: { $count }
intake-client = Клиент здесь
intake-phone = Телефон клиента
intake-button = История из файла…
command-history = История из файла

problem-export-unreadable = Это не история, которую можно прочитать. Выберите result.json Telegram или его папку, .txt WhatsApp или архив с ними.
problem-export-group = В файле группа. Взять можно только переписку двоих.
problem-export-no-file = При выгрузке истории этот файл не сохранили.
problem-import-no-account = Сначала подключите аккаунт (настройки, { $channel ->
    [telegram] Telegram
   *[other] WhatsApp
 }): это его переписка.
problem-import-phone = Введите телефон клиента с кодом страны, например +7 900 000-00-00.
history-title = История из файла
history-text = Telegram Desktop: Настройки, Продвинутые настройки, Экспорт данных, формат JSON. WhatsApp: в чате Ещё, Экспорт чата. Что здесь уже есть, дважды не появится.
history-file = Выбрать файл…
history-folder = Выбрать папку…
history-progress = Сколько сделано
history-looking = Читаем файл…
history-none = В нём нет переписки двоих.
history-taking = { $done } из { $total } сообщений…
history-done = Новых сообщений: { $new }, уже были здесь: { $known }, файлов: { $files }. Их читает помощник, не задерживая то, что приходит.
history-take = Взять
history-nameless = Без имени
history-messages = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
 }
history-files = { $count ->
    [one] { $count } файл
    [few] { $count } файла
   *[many] { $count } файлов
 }
history-unread = не прочитано: { $count }
history-client = Клиент здесь
history-phone = Телефон клиента
history-button = История из файла…
command-history = История из файла

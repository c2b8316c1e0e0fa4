# Резервная копия
problem-backup-none = Это не резервная копия Threadline. Выберите файл, который она сохранила.
problem-backup-password = Пароль не подходит к этой копии. Введите тот, с которым её сохранили.
problem-backup-broken = Файл копии повреждён или обрывается. Возьмите другую копию; текущие данные не изменились.
command-backup = Сохранить резервную копию
command-restore = Восстановить из копии
backup-title = Резервная копия
backup-text = Вся переписка, файлы, настройки и вход в аккаунты — в одном файле под паролем. Модели не входят, их можно скачать снова.
backup-password-label = Пароль копии
backup-again-label = Тот же пароль ещё раз
backup-differ = Пароли не совпадают. Введите второй так же, как первый.
backup-strength-none = Пароль понадобится, чтобы открыть копию. Без него её не откроет никто, и мы тоже.
backup-strength-short = Слишком коротко: нужно хотя бы 8 знаков.
backup-strength-plain = Слабый: такой подбирают за минуты или часы. Добавьте ещё слово.
backup-strength-fair = Неплохой: подбирать придётся годами.
backup-strength-strong = Надёжный. Запишите его там, где не потеряете.
backup-choose = Куда сохранить…
backup-progress = Сколько сделано
backup-working = Сохраняем: { $done } из { $total } МБ. Работать можно дальше.
backup-saved = Копия сохранена: { $path }
restore-title = Восстановление из копии
restore-text = Копия займёт место того, что сейчас в Threadline. Сначала её откроем и покажем, что в ней.
restore-file-label = Файл копии
restore-open = Открыть копию
restore-working = Открываем: { $done } из { $total } МБ. Пока ничего не меняется.
restore-clients = { $n ->
    [one] { $n } клиент
    [few] { $n } клиента
   *[many] { $n } клиентов
}
restore-what = { $n ->
    [one] { $clients }, { $n } сообщение, последнее { $day }
    [few] { $clients }, { $n } сообщения, последнее { $day }
   *[many] { $clients }, { $n } сообщений, последнее { $day }
}
restore-nothing = переписки нет
restore-holds = В копии: { $what }.
restore-replaces = Сейчас здесь: { $what }. Это будет заменено.
restore-aside = То, что сейчас здесь, останется в соседней папке. Threadline закроется и откроется снова.
restore-replace = Заменить и перезапустить
restore-done = Восстановлено из копии. То, что было здесь, лежит в { $path }.
restore-failed = Восстановить не удалось, всё осталось как было. { $why }

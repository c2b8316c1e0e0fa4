# Беседа: поиск, просмотр, звук, отмена отправки.

copied-head = { $who }, { $when }:
copy-selected = Копировать выделенное
look-at-picture = Посмотреть
play-sound = Слушать
save-as = Сохранить как…
picture-broken = Изображение не открывается. Попросите прислать его ещё раз.

status-queued = ждёт отправки
status-sending = отправляется
status-sent = отправлено
status-delivered = доставлено
status-read = прочитано
status-failed = не отправлено

goes-in = Уйдёт через { $n } с
goes-now = Отправляется…
undo-send = Отменить

talk-loading = Открываю переписку…
talk-failed-title = Переписка не открылась
talk-again = Открыть ещё раз

command-find = Найти в переписке
command-find-next = Следующее найденное
command-find-previous = Предыдущее найденное
command-undo-send = Вернуть отправляемое
command-faster = Скорость голосового
command-play = Слушать или остановить голосовое
find-placeholder = Найти в этой переписке
find-count = { $n } из { $count }
find-count-many = { $n } из { $count }+
find-nothing = Ничего не нашлось
find-searching = Ищу…
nothing-to-undo = Вернуть нечего: всё уже отправлено.

viewer-title = Просмотр изображений
viewer-place = { $n } из { $count }
viewer-next = Следующее изображение
viewer-previous = Предыдущее изображение
viewer-closer = Крупнее
viewer-further = Мельче
viewer-fit = По размеру окна
viewer-loading = Открываю…
viewer-saved = Сохранено: { $name }.
viewer-help = Стрелки — листать, колесо — крупнее и мельче, Esc — закрыть

page-of = с. { $n } из { $count }
page-picture = Страница
page-text = Текст
page-loading = Рисую страницу…
page-open-outside = Открыть файл

help-talk = Переписка

setting-desk-undo-seconds = Отмена отправки
setting-desk-undo-seconds-hint = Сколько секунд сообщение ждёт и может быть возвращено.
option-desk-undo-seconds-0 = Отправлять сразу
option-desk-undo-seconds-5 = 5 секунд
option-desk-undo-seconds-10 = 10 секунд

problem-send-went-out = Сообщение уже ушло. Его можно удалить или исправить в мессенджере.
problem-sound-broken = Запись не открывается. Попросите прислать её ещё раз.
problem-sound-too-long = Запись длиннее получаса. Откройте файл в другой программе.
problem-sound-no-device = Нет устройства для звука. Подключите наушники или колонки и нажмите ещё раз.
problem-media-gone = Файла больше нет на диске. Откройте сообщение в мессенджере.
problem-document-locked = Документ закрыт паролем. Откройте файл и введите пароль.
problem-document-broken = Страницы не рисуются: файл повреждён. Прочтите текст или попросите прислать ещё раз.
problem-document-too-heavy = Документ слишком тяжёлый для просмотра. Откройте файл в другой программе.
problem-file-not-saved = Не удалось сохранить { $name }. Проверьте место на диске и выберите другую папку.

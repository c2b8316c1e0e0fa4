# Вокруг окна: уведомления, значок в трее, «не беспокоить», состояние, их настройки.
section-notices = Уведомления
section-notices-text = О чём сообщать, пока вы заняты другим.
setting-desk-notices = Показывать уведомления
setting-desk-notices-hint = Новые сообщения клиентов и напоминания. О переписке, открытой перед вами, — ничего.
setting-desk-notice-text = Показывать текст сообщения
setting-desk-notice-text-hint = Иначе видно только, кто написал.
setting-desk-remind-minutes = Напоминать до закрытия окна WhatsApp, минут
setting-desk-remind-minutes-hint = Если клиент ждёт ответа. 0 — не напоминать.
setting-desk-quiet-hours = Тихие часы
setting-desk-quiet-hours-hint = Без уведомлений; потом — одна сводка о том, что пришло.
setting-desk-quiet-from = Тихо с
setting-desk-quiet-to = Тихо до
setting-desk-quiet-from-hint = Например, 20:00.
setting-desk-quiet-to-hint = Раньше начала — значит, следующего утра.
setting-desk-quiet-days-hint = Ночные часы относятся к дню, в который они начались.
setting-desk-quiet-days = Дни
option-desk-quiet-days-every = Каждый день
option-desk-quiet-days-workdays = С понедельника по пятницу
option-desk-quiet-days-weekend = Каждый день, а в субботу и воскресенье — весь день
setting-desk-close-to-tray = При закрытии окна оставаться в трее
setting-desk-close-to-tray-hint = Если в системе есть трей. Выйти — Ctrl+Q или из его меню.

command-health = Состояние всех частей
command-dnd = «Не беспокоить»: включить или выключить

notice-messages = { $count ->
    [1] Новое сообщение
    [one] { $count } новое сообщение
    [few] { $count } новых сообщения
   *[other] { $count } новых сообщений
 }
notice-many = { $count ->
    [one] Написал { $count } клиент
    [few] Написали { $count } клиента
   *[other] Написали { $count } клиентов
 }
notice-closing = Окно WhatsApp закроется в { $at }, клиент ждёт. Потом — только шаблон, по его тарифу.
notice-closed = Окно WhatsApp закрылось в { $at } без ответа. Теперь отправится только шаблон, по его тарифу.
notice-follow-up = Пора вернуться к этому клиенту.
notice-follow-up-note = Пора вернуться: { $note }
notice-snooze = Отложенное вернулось.
notice-due = { $count ->
    [one] { $count } напоминание
    [few] { $count } напоминания
   *[other] { $count } напоминаний
 }
notice-meanwhile = Пока вас не беспокоили
notice-meanwhile-messages = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[other] { $count } сообщений
 } от { $clients ->
    [one] { $clients } клиента
   *[other] { $clients } клиентов
 }
notice-names-more = { $names } и ещё { $more }
notice-file-image = Изображение
notice-file-video = Видео
notice-file-voice = Голосовое сообщение
notice-file-audio = Звукозапись
notice-file-document = Документ
notice-file-other = Файл

tray-open = Открыть Threadline
tray-hour = Не беспокоить один час
tray-tomorrow = Не беспокоить до завтра
tray-aloud = Снова уведомлять
tray-settings = Настройки…
tray-quit = Выйти
tray-waiting = { $count ->
    [0] Никто не ждёт ответа
    [one] { $count } клиент ждёт ответа
    [few] { $count } клиента ждут ответа
   *[other] { $count } клиентов ждут ответа
 }
dnd-on = Не беспокоить
dnd-until = Не беспокоить до { $at }
dnd-off = Уведомления включены
dnd-end-hint = Нажмите, чтобы снова получать уведомления.

crashed-banner = В прошлый раз Threadline завершился неожиданно. Всё, что пришло, сохранено.
save-logs = Сохранить журнал для поддержки…
logs-saved = Сохранено: { $path }
logs-hint = В журнале — что произошло и где, и ничего из того, что кто-либо писал.

health-title = Состояние
health-text = Части, с которыми Threadline работает на этом компьютере, и последняя проблема каждой.

health-again = Проверить снова
health-since = с { $at }
health-last = Последняя проблема, { $at }: { $text }
health-recognizers = Распознаватели
health-hub = Хаб команды
health-disk = Диск
health-clock = Часы
health-well = В порядке
health-not-set-up = Не настроен
health-account = Учётная запись { $id }
health-hub-text = Общие переписки команды на нескольких компьютерах. Без него всё работает.
health-model-text = { $name } · сообщение за { $ms } мс · { $memory } памяти
health-model-named = { $name } · { $memory } памяти
health-recognizers-on = Чтение по правилам: имена, суммы, даты, телефоны · { $memory } памяти
health-recognizers-off = Запускаются сами, когда есть что читать.
health-disk-text = Свободно { $free }. Журнал событий { $log }, файлы { $media }, модели { $models }.
health-disk-low = Свободно только { $free }: скоро новое будет некуда сохранять. Удалите ненужные модели или другие файлы.
health-clock-right = Идут как у серверов мессенджеров.
health-clock-unknown = Сверим с первым ответом мессенджера.
health-clock-behind = Отстают от серверов мессенджеров на { $span }. Окна и напоминания считаются по времени серверов; поставьте часы компьютера точно.
health-clock-ahead = Спешат относительно серверов мессенджеров на { $span }. Окна и напоминания считаются по времени серверов; поставьте часы компьютера точно.
health-action-sign-in = Войти
health-action-retry = Повторить
health-action-settings = Настройки
health-action-models = Модели
health-action-free = Освободить место


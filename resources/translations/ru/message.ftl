problem-telegram-poll-closed = Опрос закрыт. Голоса больше не принимаются.
problem-telegram-poll-final = В этом опросе голос нельзя изменить.
problem-telegram-poll-option = Telegram не принимает такой голос. Выберите ещё раз.
problem-telegram-poll-members = В этом опросе могут голосовать только участники группы.
problem-telegram-pin-restricted = Вам нельзя закреплять сообщения здесь. Попросите администратора группы.
problem-telegram-bot-silent = Бот не ответил. Нажмите кнопку ещё раз через минуту.
problem-telegram-read-old = Telegram хранит время прочтения неделю. Это сообщение старше.
problem-telegram-read-big = В такой большой группе Telegram не сообщает, кто прочитал сообщение.
problem-telegram-read-ours = Ваши настройки приватности скрывают, когда вы читаете сообщения, поэтому Telegram не говорит, когда их читают другие. Откройте время последнего визита в настройках приватности Telegram.
problem-telegram-read-theirs = Клиент скрыл, когда он читает сообщения.
problem-telegram-read-not-yet = Ещё не прочитано.
problem-telegram-online-hidden = Клиент скрыл, когда он в сети, поэтому Telegram не может этого ждать. Выберите время.
problem-silent-not-here = В WhatsApp нет сообщений без звука.

vote = Проголосовать
vote-back = Отменить мой голос
vote-not-here = В этом опросе нельзя голосовать.
poll-hand-in = Проголосовать
poll-choose-first = Сначала выберите хотя бы один вариант.
poll-on-its-way = Ваш голос отправляется
poll-hidden = Результаты покажут, когда опрос закроют
poll-votes = { $n ->
    [0] Пока никто не голосовал
    [one] { $n } голос
    [few] { $n } голоса
   *[other] { $n } голосов
}
poll-share = { $percent } %
choose-nothing = Здесь нечего выбрать.

reply-part = Ответить на эти слова
pin-message = Закрепить у себя
pin-message-both = Закрепить у обоих
pin-message-group = Закрепить
unpin-message = Открепить
pin-nothing = Сначала перейдите на сообщение чата Telegram.
copy-address = Копировать ссылку
address-copied = Ссылка скопирована
file-menu = Файл
copy-picture = Копировать картинку
picture-copied = Картинка скопирована

read-asking = Когда прочитано? …
read-at = Прочитано { $when }
read-by-nobody = Пока никто не прочитал
read-by = { $n ->
    [one] Прочитал { $n } человек
    [few] Прочитали { $n } человека
   *[other] Прочитали { $n } человек
}
read-by-one = { $name }, { $when }

bot-keys-menu = Кнопки
bot-keys = Кнопки: { $keys }
bot-says = Бот отвечает
bot-key-copied = Скопировано
bot-key-not-here = Эта кнопка работает только в приложениях Telegram.
bot-key-place = Бот спрашивает, где вы. Напишите ему адрес словами.
bot-phone-title = Отправить ваш номер?
bot-phone-text = Бот получит номер { $phone }.
bot-phone-send = Отправить номер

command-choose = Проголосовать или нажать кнопку бота
command-pin-message = Закрепить или открепить сообщение
command-silent = Отправить без звука
command-online = Отправить, когда будет в сети
later-online = когда клиент будет в сети
when-online = Когда будет в сети
online-not-here = В группе некого ждать.

command-date = Перейти к дате
date-title = Перейти к дате
date-first = К началу
date-go = Перейти
date-nearest = В тот день ничего не писали. Это ближайшее: { $day }.
calendar-before = Предыдущий месяц
calendar-after = Следующий месяц
calendar-day = { $day }, сообщений нет
calendar-day-spoken = { $day }, есть сообщения

problem-telegram-one-contact = Telegram принимает по одному контакту и только с телефоном.
rich-not-now = Сейчас в этот чат нельзя писать.
caption-add = Добавить подпись
problem-telegram-file-fixed = Telegram не даёт заменить этот файл таким. Отправьте новый файл сообщением.
replace-file = Заменить файл…

setting-telegram-bot-chats = Чаты с ботами
setting-telegram-bot-chats-hint = Боты заказов и доставки, которые вам пишут, стоят среди бесед вместе со своими кнопками.

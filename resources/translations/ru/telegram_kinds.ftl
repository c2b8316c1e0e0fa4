# Что бывает в чате Telegram кроме слов и файлов.
note-telegram-named = Откройте Telegram, чтобы увидеть это ({ $kind })
note-telegram-newer = Здесь сообщение нового вида: откройте его в Telegram
note-poll-closed = Опрос завершён
note-quiz = Викторина
note-quiz-closed = Викторина завершена
note-poll-answer = Ответ в опросе
note-poll-more = В опрос добавили вариант
note-poll-less = Из опроса убрали вариант
note-checklist-more = Добавили задачи
note-checklist-done = Отметили задачи
note-giveaway-results = Итоги розыгрыша
note-self-destructs = Исчезнет после просмотра, откроется только на телефоне
note-signed-up = Теперь в Telegram
note-screenshot = Сделан снимок экрана с чатом
note-pinned = Сообщение закреплено
note-theme = Тема чата изменена
note-theme-off = Тема чата убрана
note-wallpaper = Обои чата изменены
note-ttl-off = Сообщения больше не исчезают
note-ttl-day = Сообщения исчезают через день
note-ttl-week = Сообщения исчезают через неделю
note-ttl-month = Сообщения исчезают через месяц
note-ttl-set = Сообщения исчезают через некоторое время
note-gift = Подарок
note-gift-premium = Telegram Premium в подарок
note-gift-stars = Звёзды в подарок
note-gift-offer = Предложение за подарок
note-gift-offer-declined = Предложение за подарок отклонено
note-photo-suggested = Предложено фото профиля
note-birthday-suggested = Предложен день рождения
note-paid = Оплачено
note-refunded = Возврат оплаты
note-message-price = Цена сообщения изменилась
note-near = Рядом друг с другом
note-game-score = Счёт в игре
note-bot-allowed = Сайту или боту разрешено писать
note-no-forwards = Пересылка в этом чате запрещена
note-no-forwards-off = Пересылка в этом чате снова разрешена
note-no-forwards-asked = Просит разрешить пересылку в этом чате
note-shared-contact = Контакт передан боту
note-group-title = У группы новое название
note-group-photo = У группы новое фото
note-group-photo-gone = Фото группы удалено
note-group-call = Групповой звонок

# Вокруг сообщения
forwarded-from = Переслано от { $name }
forwarded-from-at = Переслано от { $name }, { $when }
forwarded-hidden = Переслано, автор скрыт
forwarded-hidden-at = Переслано, автор скрыт, { $when }
via-bot = через { $name }
answers-story = Ответ на вашу историю
look-gif = GIF
look-round = Видеосообщение
open-page = Открыть { $url }

# Полоса над перепиской
pinned-message = Закреплённое сообщение
pinned-messages = Закреплённое сообщение { $n } из { $count }
pinned-bar = Закреплено: { $text }. Нажмите, чтобы перейти.

# What goes out
problem-telegram-upload-stopped = Вы остановили отправку файла. Отправьте его снова, когда захотите.
files-away = Не отправлять файлы
files-named = { $n ->
    [one] { $n } файл
    [few] { $n } файла
   *[many] { $n } файлов
}: { $names }

# Голосовое сообщение от нас
voice-record = Записать голосовое сообщение
voice-recording = Запись { $time }
voice-drop = Не отправлять запись
problem-sound-no-microphone = Нет микрофона. Подключите его и нажмите ещё раз.

problem-telegram-reaction-invalid = Telegram не принимает здесь такую реакцию. Выберите другую.
problem-message-gone = Этого сообщения больше нет.
problem-edit-not-here = Этот мессенджер не умеет менять отправленное сообщение.
problem-telegram-edit-late = Telegram разрешает менять сообщение 48 часов. Напишите новое.
problem-telegram-edit-not-ours = В Telegram можно менять только то, что написали вы сами.
problem-telegram-delete-forbidden = Telegram не удаляет это сообщение.
problem-telegram-forwards-restricted = Telegram не разрешает пересылать сообщения этого чата. Скопируйте текст.

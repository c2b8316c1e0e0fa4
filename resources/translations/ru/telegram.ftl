problem-telegram-reaction-invalid = Telegram не принимает здесь такую реакцию. Выберите другую.
problem-telegram-message-gone = Этого сообщения в Telegram больше нет.

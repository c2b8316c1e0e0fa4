problem-telegram-reaction-invalid = Telegram does not take this reaction here. Choose another.
problem-telegram-message-gone = This message is not in Telegram any more.

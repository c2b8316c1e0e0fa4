problem-telegram-reaction-invalid = Telegram does not take this reaction here. Choose another.
problem-message-gone = This message is not there any more.
problem-edit-not-here = This messenger cannot change a message that was sent.
problem-telegram-edit-late = Telegram lets a message be changed for 48 hours. Write a new one.
problem-telegram-edit-not-ours = Telegram changes only messages that you wrote yourself.
problem-telegram-delete-forbidden = Telegram does not delete this message.
problem-telegram-forwards-restricted = Telegram does not let messages of this chat be forwarded. Copy the text.

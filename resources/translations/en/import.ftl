problem-export-unreadable = This is no history that can be read. Choose Telegram's result.json or its folder, WhatsApp's .txt, or the archive of either.
problem-export-group = A group is in this file. Only chats between two can be taken.
problem-export-no-file = The file was left out when the history was exported.

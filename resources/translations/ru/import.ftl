problem-export-unreadable = Это не история, которую можно прочитать. Выберите result.json Telegram или его папку, .txt WhatsApp или архив с ними.
problem-export-group = В файле группа. Взять можно только переписку двоих.
problem-export-no-file = При выгрузке истории этот файл не сохранили.

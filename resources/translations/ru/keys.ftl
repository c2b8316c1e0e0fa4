# Палитра и клавиши
command-palette = Команды и клиенты
palette-placeholder = Команда, очередь или клиент
palette-list = Найдено
palette-nothing = Ничего похожего. Попробуйте другое слово.
palette-queue = Очередь: { $name }
keys-filter = Найти команду
keys-press = Нажмите клавиши…
keys-none = Нет клавиш
keys-change = Сменить клавиши: { $title }
keys-taken = Эти клавиши были у команды «{ $title }», теперь у неё их нет.
keys-reset-all = Вернуть все как было

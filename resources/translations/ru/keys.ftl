# Палитра и клавиши
command-palette = Команды и клиенты
palette-placeholder = Команда, очередь или клиент
palette-list = Найдено
palette-nothing = Ничего похожего. Попробуйте другое слово.
palette-queue = Очередь: { $name }
keys-filter = Найти ответ или команду
keys-press = Нажмите клавиши…
keys-none = Нет клавиш
keys-change = Сменить клавиши: { $title }
keys-taken = Эти клавиши были у команды «{ $title }», теперь у неё их нет.
keys-reset-all = Вернуть все как было

setting-desk-text-size = Размер текста
option-desk-text-size-small = Мельче
option-desk-text-size-normal = Обычный
option-desk-text-size-large = Крупнее
option-desk-text-size-huge = Очень крупный

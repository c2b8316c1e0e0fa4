# Помощь в письме: быстрые ответы, подсказки, проверка правописания.

command-quick-replies = Быстрые ответы и шаблоны
command-suggestion = Взять подсказанный ответ
command-manage-replies = Настроить быстрые ответы
command-spell = Следующая опечатка

composer-count = { $count } знаков из { $most }
composer-gaps = Заполните перед отправкой: { $gaps }. Tab ведёт по пропускам.
pasted-image = Снимок
template-back = Обычный текст

offer-template = шаблон WhatsApp
replies-placeholder = Найти ответ или шаблон
replies-list = Быстрые ответы и шаблоны
replies-preview = Как это будет выглядеть
replies-nothing = Ничего не нашлось
replies-keys = Enter — вставить, Esc — закрыть
replies-manage = Изменить ответы…
replies-title = Быстрые ответы
replies-text = В сообщении наберите / и короткое слово. Пропуски заполняются фактами диалога; чего нет, остаётся пометкой.
replies-name = Название
replies-word = Короткое слово
replies-body = Текст
replies-gap = Вставить пропуск «{ $gap }»
replies-new = Новый ответ
replies-empty = Пока пусто
replies-add = Добавить ответ
replies-delete = Удалить ответ
replies-up = Выше
replies-down = Ниже
replies-import = Импорт…
replies-export = Экспорт…
replies-starters = Вернуть готовые
problem-replies-unreadable = В файле { $name } нет быстрых ответов. Выберите файл, сохранённый экспортом.

suggestion-by-model = написала модель
suggestion-by-rules = по фактам диалога
suggestion-name = Вставить в сообщение: { $text } ({ $by })
suggestion-keys = { $keys }
suggestion-writing = Модель пишет ответ…
suggestion-write = Написать ответ
suggestion-write-hint = Модель на этом компьютере предложит ответ. Сам он не отправится.
suggestion-none = Здесь подсказать нечего: ответьте своими словами.
suggestion-off = Подсказки ответов выключены в настройках.

say-confirm-meeting = Да, подтверждаем: { $about }. До связи!
say-price = Готовим расчёт: { $about }. Пришлём его сюда.
say-send-quote = Готовим предложение: { $about }. Пришлём его сюда.
say-send-invoice = Готовим счёт, пришлём его сюда.
say-send-contract = Готовим договор, пришлём его сюда.
say-send-paper = Да, пришлём сюда: { $paper }.
say-place-order = Спасибо! Оформляем заказ: { $about }.
say-delivery = Посчитаем доставку: { $about }. Пришлём стоимость и срок сюда.
say-check-payment = Спасибо! Проверим поступление и напишем.
say-come-back = Хорошо. Когда лучше к вам вернуться?
say-hello = Здравствуйте! Чем можем помочь?

spell-nothing = Похожих слов нет
spell-add = Добавить «{ $word }» в словарь
spell-all-right = Опечаток не видно.

setting-desk-suggest = Подсказывать ответы
setting-desk-suggest-hint = Над сообщением, пока клиент ждёт. Сами они не отправляются.
setting-desk-spell = Проверять правописание
setting-desk-spell-hint = Словарями, которые есть на этом компьютере; русский можно положить в папку dictionaries профиля.

problem-telegram-reaction-invalid = Telegram не принимает здесь такую реакцию. Выберите другую.
problem-message-gone = Этого сообщения больше нет.
problem-edit-not-here = Этот мессенджер не умеет менять отправленное сообщение.
problem-telegram-edit-late = Telegram разрешает менять сообщение 48 часов. Напишите новое.
problem-telegram-edit-not-ours = В Telegram можно менять только то, что написали вы сами.
problem-telegram-delete-forbidden = Telegram не удаляет это сообщение.
problem-telegram-forwards-restricted = Telegram не разрешает пересылать сообщения этого чата. Скопируйте текст.
editing-label = Изменение: { $text }
editing-cancel = Оставить как было (Esc)
edit-message = Изменить
forward-message = Переслать…
forward-unnamed = Переслать без автора…
delete-message = Удалить у обоих…
delete-title = { $n ->
    [one] Удалить { $n } сообщение?
    [few] Удалить { $n } сообщения?
   *[other] Удалить { $n } сообщений?
}
delete-text = Сообщение исчезнет здесь и у клиента. Отменить это нельзя.
delete-now = Удалить у обоих
edit-nothing = Здесь нечего менять. В Telegram своё сообщение можно изменить 48 часов.
delete-nothing = Здесь нечего удалить. В WhatsApp отправленное остаётся.
forward-nothing = Сначала выберите сообщение: к ним ведёт F6, или правой кнопкой мыши.
forwarded-to = Переслано: { $name }
command-edit = Изменить своё сообщение
command-forward = Переслать
command-delete = Удалить у обоих
forward-placeholder = Кому переслать?
problem-forward-nowhere = В этой ветке нет чата для пересылки. Выберите другую.
problem-forward-file-missing = Файл ещё не загружен. Подождите и перешлите снова.
link-title = Открыть ссылку?
link-leads = Она ведёт на { $host }
link-odd = Слова ссылки говорят о другом, или адрес только похож на чужой. Откройте, если знаете, чей он.
link-open = Открыть
link-not-opened = Ссылка не открыта: это не страница, не почта и не телефон.
search-server-ask = Искать в Telegram
search-server-asking = Ищем в Telegram…
search-server-nothing = В Telegram больше ничего нет
problem-find-nowhere = Ни один аккаунт Telegram не в сети. Подождите и поищите снова.
versions-show = Что было раньше…
versions-title = Что было написано раньше
versions-now = { $when }, как сейчас

# Архив, звук, папки Telegram.
folders = Папки
view-archive = Архив
row-archived = В архиве
row-muted = без звука
row-marked = отмечено непрочитанным
state-archived = Архив
palette-folder = Папка: { $name }
folder-of = { $name }, аккаунт { $account }
empty-archive-title = В архиве пусто
empty-archive-text = Сюда попадает то, что вы убрали в архив здесь ({ $keys }) или в Telegram.
empty-folder-title = В этой папке пусто
empty-folder-text = Переписки появятся, как только подойдут под правила папки. Правила меняют в Telegram, а добавить клиента можно и здесь: { $keys }.

menu-archive = В архив
menu-unarchive = Вернуть из архива
menu-mute = Без звука
menu-unmute = Включить звук
menu-mark-unread = Отметить непрочитанным
menu-folder = Папки Telegram
mute-hour = На час
mute-hours = На { $n } часов
mute-days = На { $n } дня
mute-forever = Навсегда

command-archive = В архив или из архива
command-mute = Без звука…
command-mark-unread = Отметить непрочитанным
command-folder = Папки Telegram…

told-archived = { $n ->
    [1] Убрано в архив.
    [one] В архиве: { $n } переписка.
    [few] В архиве: { $n } переписки.
   *[other] В архиве: { $n } переписок.
}
told-unarchived = { $n ->
    [1] Возвращено из архива.
    [one] Возвращено из архива: { $n } переписка.
    [few] Возвращено из архива: { $n } переписки.
   *[other] Возвращено из архива: { $n } переписок.
}
told-muted = { $n ->
    [1] Без звука до { $when }.
    [one] Без звука до { $when }: { $n } переписка.
    [few] Без звука до { $when }: { $n } переписки.
   *[other] Без звука до { $when }: { $n } переписок.
}
told-muted-forever = { $n ->
    [1] Теперь без звука.
    [one] Без звука: { $n } переписка.
    [few] Без звука: { $n } переписки.
   *[other] Без звука: { $n } переписок.
}
told-unmuted = { $n ->
    [1] Звук включён.
    [one] Звук включён: { $n } переписка.
    [few] Звук включён: { $n } переписки.
   *[other] Звук включён: { $n } переписок.
}
told-marked = { $n ->
    [1] Отмечено непрочитанным.
    [one] Отмечено непрочитанным: { $n } переписка.
    [few] Отмечено непрочитанным: { $n } переписки.
   *[other] Отмечено непрочитанным: { $n } переписок.
}
told-into-folder = { $n ->
    [1] В папке «{ $name }».
    [one] В папке «{ $name }»: { $n } переписка.
    [few] В папке «{ $name }»: { $n } переписки.
   *[other] В папке «{ $name }»: { $n } переписок.
}
told-out-of-folder = { $n ->
    [1] Убрано из папки «{ $name }».
    [one] Убрано из папки «{ $name }»: { $n } переписка.
    [few] Убрано из папки «{ $name }»: { $n } переписки.
   *[other] Убрано из папки «{ $name }»: { $n } переписок.
}
told-no-folders = В Telegram у этого аккаунта нет папок. Создайте папку на телефоне, и она появится здесь.

problem-telegram-folder-empty = Папка в Telegram не может быть пустой. Сначала добавьте в неё другой чат или удалите папку на телефоне.
problem-telegram-folder-full = В этой папке уже столько чатов, сколько разрешает Telegram. Уберите из неё лишние.
problem-telegram-folder-gone = Этой папки в Telegram больше нет.
problem-telegram-folder-shared = Эту папку добавили по ссылке: Telegram не даёт менять её отсюда. Измените её на телефоне.

# Группы: кто в них пишет. Альбомы: снимки, отправленные вместе.
last-of = { $who }: { $text }
group-chat = Группа
group-members = { $n ->
    [one] { $n } участник
    [few] { $n } участника
   *[many] { $n } участников
}
group-writers = { $n ->
    [one] пишет { $n }
   *[other] пишут { $n }
}
group-writers-many = пишут больше { $n }
group-left-out = сообщения не берутся
notice-of = { $who } · { $group }
album-picture = Снимок { $n } из { $count } в альбоме
album-menu = Весь альбом
album-forward = Переслать все ({ $n })
album-forward-unnamed = Переслать все ({ $n }) без автора
album-delete = Удалить все ({ $n })…
picture-forward = Переслать этот…
picture-delete = Удалить этот…
tile-broken = Не загрузился
note-group-upgraded = Группа стала супергруппой
note-group-left = Вы больше не в этой группе
problem-telegram-group-forbidden = Вам нельзя писать в этой группе. Напишите клиенту в личный чат.
problem-telegram-group-private = Вы больше не в этой группе. Напишите клиенту в личный чат.
problem-telegram-group-admins = В этой группе это могут делать только администраторы. Напишите клиенту в личный чат.
problem-telegram-group-restricted = Telegram закрыл эту группу. Напишите клиенту в личный чат.
problem-telegram-group-no-media = Группа не принимает такие файлы. Отправьте слова без файла.
problem-telegram-group-no-text = Группа не принимает текст без файла. Отправьте файл с этими словами.
problem-telegram-group-one-by-one = Группа принимает по одному сообщению. Отправьте файлы по одному.
problem-telegram-group-slow = В этой группе каждый пишет не чаще, чем раз в заданное время. Сообщение уйдёт само через { $seconds } с.
problem-telegram-group-former = Это написано до того, как группа стала супергруппой, и здесь не меняется. Посмотрите в Telegram.
problem-telegram-account-muted = Telegram временно не даёт этому аккаунту писать в группы. Подождите или спросите у @SpamBot в Telegram, надолго ли.
menu-group-out = Не брать сообщения этой группы
menu-group-in = Снова брать сообщения этой группы
told-group-out = Сообщения этой группы больше не берутся. В Telegram всё остаётся как было.
told-group-in = Сообщения группы снова берутся, вместе с пропущенными.

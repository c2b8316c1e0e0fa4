# Группы: кто в них пишет. Альбомы: снимки, отправленные вместе.
last-of = { $who }: { $text }
group-chat = Группа
group-writers = { $n ->
    [one] Группа · пишет { $n } человек
    [few] Группа · пишут { $n } человека
   *[many] Группа · пишут { $n } человек
}
group-writers-many = Группа · пишут больше { $n } человек
notice-of = { $who } · { $group }
album-picture = Снимок { $n } из { $count } в альбоме
album-menu = Весь альбом
album-forward = Переслать все ({ $n })
album-forward-unnamed = Переслать все ({ $n }) без автора
album-delete = Удалить все ({ $n })…
picture-forward = Переслать этот…
picture-delete = Удалить этот…
tile-broken = Не загрузился

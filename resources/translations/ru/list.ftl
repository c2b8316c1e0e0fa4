# Список переписок: строки, порядок, фильтры, виды, что ставит оператор
row-draft = Черновик:
row-back = снова здесь
row-due = пора вернуться
row-done = готово
row-until = до { $when }
row-unread = { $n ->
    [one] { $n } непрочитанное
    [few] { $n } непрочитанных
   *[other] { $n } непрочитанных
}
row-owner = ведёт { $name }
row-pinned = закреплено
row-queue = очередь: { $name }
row-closes = окно закроется через { $time }
when-tomorrow = завтра { $time }

order-urgent = Сначала срочные
order-newest = Сначала новые
order-waiting = Кто дольше ждёт
order-money = Где больше денег
order-name = По имени
list-order = Порядок: { $name }
list-filter = Фильтр
list-filtered = { $n ->
    [one] Фильтр: { $n } условие
    [few] Фильтр: { $n } условия
   *[other] Фильтр: { $n } условий
}
list-waiting = { $n ->
    [0] { "" }
    [one] { $n } ждёт нас
    [few] { $n } ждут нас
   *[other] { $n } ждут нас
}
list-waiting-more = больше { $n } ждут нас
filter-waiting = Ждут нас
filter-unread = Непрочитанные
filter-closing = Окно закрывается
filter-draft = Есть черновик
filter-due = Пора вернуться
filter-channel = Мессенджер
filter-queue = Очередь
filter-intent = Что хотят
filter-owner = Кто ведёт
filter-mine-named = Мои ({ $name })
filter-nobody = Ничьи
filter-say-me = Назваться…
state-open = Открытые
state-snoozed = Отложенные
state-done = Готовые
state-all = Все
filter-remove = Убрать условие «{ $name }»
filter-clear = Снять фильтр
view-save = Сохранить как вид…
view-update = Оставить вид «{ $name }» таким
view-rename = Переименовать…
view-remove = Удалить вид
view-up = Выше
view-down = Ниже
view-name-title = Сохранить как вид
view-rename-title = Переименовать вид
view-name-text = Вид встанет под очередями: с этим фильтром и порядком.
view-name = Название
view-name-taken = Вид с таким названием есть: он станет показывать этот список.
views = Виды
view-due = Пора вернуться
view-snoozed = Отложенные
view-done = Готовые
palette-view = Вид: { $name }

empty-waiting-title = Нас никто не ждёт
empty-waiting-text = Здесь всем ответили.
empty-due-title = Возвращаться пока не к кому
empty-due-text = Назначьте дату клавишами { $keys }, и в этот день переписка вернётся сюда.
empty-snoozed-title = Ничего не отложено
empty-snoozed-text = Отложите переписку клавишами { $keys }: она вернётся сама или когда клиент напишет.
empty-done-title = Готовых ещё нет
empty-done-text = Нажмите { $keys }, когда в переписке делать больше нечего.
empty-filter-title = Под фильтр ничего не подходит
empty-filter-text = Уберите одно из условий или снимите фильтр.
empty-view-title = В этом виде пусто
empty-view-text = Переписки появятся, как только подойдут под него.
empty-left-title = Всё разобрано
empty-left-text = Новые сообщения появятся здесь сами. Отложенное, готовое и архив — слева.
empty-show-all = Показать все

bulk-count = { $n ->
    [one] Выбрана { $n }
    [few] Выбрано { $n }
   *[other] Выбрано { $n }
}
bulk-leave = Снять выбор

command-done = Готово или открыть снова
command-snooze = Отложить
command-pin = Закрепить или открепить
command-follow-up = Вернуться позже…
command-move = Переложить в очередь
command-assign = Назначить, кто ведёт
command-select = Выбрать все переписки
command-next-waiting = Следующий, кто ждёт нас
command-sort = Порядок списка
command-filter = Фильтр списка
command-save-view = Сохранить список как вид
command-mark-read = Отметить прочитанным
command-view-1 = Вид 1
command-view-2 = Вид 2
command-view-3 = Вид 3
command-view-4 = Вид 4
command-view-5 = Вид 5
command-view-6 = Вид 6
command-view-7 = Вид 7
command-view-8 = Вид 8
command-view-9 = Вид 9
command-take-back = Вернуть сделанное с перепиской
help-list = Что делать с переписками

menu-open = Открыть
menu-done = Готово
menu-reopen = Открыть снова
menu-pin = Закрепить
menu-unpin = Открепить
menu-snooze = Отложить
menu-wake = Вернуть сейчас
menu-follow-up = Вернуться позже…
menu-move = В очередь
menu-assign = Кто ведёт
menu-read = Отметить прочитанным
snooze-hour = На час
snooze-evening = До вечера
snooze-tomorrow = До завтрашнего утра
snooze-monday = До понедельника
snooze-week = На неделю
snooze-pick = Выбрать дату…
assign-me = Я
assign-me-named = Я ({ $name })
assign-nobody = Никто
assign-other = Другое имя…
assign-title = Кто ведёт?
assign-text = Имя стоит на переписке, по нему можно отбирать.
assign-name = Имя
me-title = Как вас зовут?
me-text = Этим именем отмечены ваши переписки. Его можно сменить в настройках.

when-title-snooze = Отложить до
when-title-follow-up = Вернуться позже
when-text-snooze = Переписка вернётся наверх в это время или раньше, если клиент напишет.
when-text-follow-up = В этот день переписка вернётся наверх, с вашей заметкой.
when-field = Когда
when-hint = Например: завтра 14:00, пт, через 3 дня, 5 дек
when-unclear = Дата не ясна или уже прошла. Напишите так: завтра 14:00.
when-note = Заметка
when-note-hint = Что тогда сделать
when-remove = Не возвращаться
when-snooze = Отложить
when-keep = Назначить

told-done = { $n ->
    [1] Переписка готова.
    [one] Готово: { $n } переписка.
    [few] Готово: { $n } переписки.
   *[other] Готово: { $n } переписок.
}
told-reopened = { $n ->
    [1] Переписка снова открыта.
    [one] Снова открыты: { $n }.
    [few] Снова открыты: { $n }.
   *[other] Снова открыты: { $n }.
}
told-snoozed = { $n ->
    [1] Отложено до { $when }.
    [one] Отложено до { $when }: { $n } переписка.
    [few] Отложено до { $when }: { $n } переписки.
   *[other] Отложено до { $when }: { $n } переписок.
}
told-woken = { $n ->
    [1] Переписка снова здесь.
    [one] Снова здесь: { $n } переписка.
    [few] Снова здесь: { $n } переписки.
   *[other] Снова здесь: { $n } переписок.
}
told-pinned = { $n ->
    [1] Закреплено вверху.
    [one] Закреплено вверху: { $n } переписка.
    [few] Закреплено вверху: { $n } переписки.
   *[other] Закреплено вверху: { $n } переписок.
}
told-unpinned = { $n ->
    [1] Откреплено.
    [one] Откреплено: { $n } переписка.
    [few] Откреплено: { $n } переписки.
   *[other] Откреплено: { $n } переписок.
}
told-follow-up = { $n ->
    [1] Вернёмся { $when }.
    [one] Вернёмся { $when }: { $n } переписка.
    [few] Вернёмся { $when }: { $n } переписки.
   *[other] Вернёмся { $when }: { $n } переписок.
}
told-no-follow-up = { $n ->
    [1] Возвращаться больше не нужно.
    [one] Возвращаться больше не нужно: { $n } переписка.
    [few] Возвращаться больше не нужно: { $n } переписки.
   *[other] Возвращаться больше не нужно: { $n } переписок.
}
told-assigned = { $n ->
    [1] Ведёт { $name }.
    [one] Ведёт { $name }: { $n } переписка.
    [few] Ведёт { $name }: { $n } переписки.
   *[other] Ведёт { $name }: { $n } переписок.
}
told-unassigned = { $n ->
    [1] Теперь никто не ведёт.
    [one] Теперь никто не ведёт: { $n } переписка.
    [few] Теперь никто не ведёт: { $n } переписки.
   *[other] Теперь никто не ведёт: { $n } переписок.
}
told-moved = { $n ->
    [1] В очереди «{ $name }».
    [one] В очереди «{ $name }»: { $n } переписка.
    [few] В очереди «{ $name }»: { $n } переписки.
   *[other] В очереди «{ $name }»: { $n } переписок.
}
told-read = { $n ->
    [1] Отмечено прочитанным.
    [one] Отмечено прочитанным: { $n } переписка.
    [few] Отмечено прочитанным: { $n } переписки.
   *[other] Отмечено прочитанным: { $n } переписок.
}
told-view-removed = Вид «{ $name }» удалён.
told-undo = Вернуть
told-nothing = Возвращать нечего.
told-no-waiting = Больше здесь нас никто не ждёт.
told-no-unread = Непрочитанных здесь нет.
told-no-view = Вида { $n } ещё нет. Отберите нужное фильтром и сохраните как вид.

setting-desk-me = Ваше имя
setting-desk-me-hint = Отмечает ваши переписки.

problem-hub-file = Настройки хаба { $path } не читаются ({ $detail }). Укажите файл, который существует и доступен этому пользователю.
problem-hub-toml = Настройки хаба { $path } — не TOML: { $detail }. Исправьте эту строку.
problem-hub-key-unknown = В настройках хаба есть ключ «{ $key }», который ничего не значит. Исправьте написание или уберите его; все ключи — в resources/hub/hub.toml.
problem-hub-key-missing = В настройках хаба нет «{ $key }». Добавьте его, как в resources/hub/hub.toml.
problem-hub-key-wrong = Значение «{ $key }» в настройках хаба не подходит: { $detail }. Исправьте его, как в resources/hub/hub.toml.
problem-hub-key-twice = «{ $key }» в настройках хаба дважды равен «{ $name }». Дайте каждому своё значение.
problem-hub-path-taken = «{ $key }» — это «{ $name }», а туда приходят рабочие места. Выберите для вебхука другой путь.
problem-hub-port-twice = «{ $key }» — это { $port }, тот же порт, что у «listen». Выберите другой.
problem-hub-secret-inline = «{ $key }» в настройках хаба должен говорить, где секрет, а не быть им. Запишите секрет в файл и укажите в фигурных скобках file = "ПУТЬ" или env = "ИМЯ", как в resources/hub/hub.toml.
problem-hub-secret-file = Секрет «{ $key }» не читается из { $path } ({ $detail }). Положите его туда и дайте пользователю хаба право на чтение.
problem-hub-secret-empty = Секрет «{ $key }» пуст: { $path }. Запишите его туда.
problem-hub-locked = С папкой { $path } уже работает другой хаб. Остановите его или задайте этому другую папку «data».
problem-hub-port-busy = Хаб не может слушать «{ $key }», порт { $port } ({ $detail }). Остановите того, кто его занял, или выберите другой порт.
problem-hub-unwritable = Хаб не может писать в { $path } ({ $detail }). Дайте пользователю хаба эту папку или освободите место.

# Что рабочее место говорит о хабе команды.

check-hub-good = Хаб знает это рабочее место.
check-hub-open = Хаб ещё не ответил.

problem-feed-unreachable = Хаб ({ $place }) не отвечает. Сообщения клиентов хранятся там и придут, когда связь появится.
problem-feed-auth = Хаб ({ $place }) не знает это рабочее место. Проверьте имя и токен или пароль в настройках либо обратитесь к тому, кто ведёт хаб.
problem-feed-credentials = Данные доступа к хабу неполные. Вставьте текст файла .creds целиком.
problem-feed-ca-file = Файл сертификата { $path } не читается: { $detail }
problem-feed-certificate = Сертификату хаба ({ $place }) нельзя доверять: { $detail } Проверьте адрес, дату и время на этом компьютере.
problem-feed-denied = Хаб не разрешает этому рабочему месту то, что ему нужно ({ $detail }). Попросите того, кто ведёт хаб, выдать права.
problem-feed-refused = Хаб не смог выполнить запрос: { $detail } Попытка повторится.
problem-feed-missing = По этому адресу хаба пока нет ({ $name }). Проверьте имя в настройках или запустите хаб.
problem-feed-clock = Часы этого компьютера расходятся с часами хаба на { $minutes } мин. Поставьте верное время: по нему считается окно в 24 часа.
problem-feed-gap = Это рабочее место не было на связи дольше, чем хаб хранит сообщения. То, что пришло за это время, здесь не показано: посмотрите на другом рабочем месте.
problem-feed-not-configured = Хаб не настроен. Впишите его адрес и токен рабочего места в настройках.
problem-feed-insecure = Адрес хаба ({ $place }) без шифрования: по пути токен рабочего места мог бы прочитать кто угодно. Впишите адрес, который начинается с https.
problem-feed-full = Хаб сейчас ничего не принимает: возможно, на нём кончилось место. Попытка повторится.

service-hub = Хаб команды
health-hub-on = Сообщения приходят через { $where }; что отправлено отсюда, видят и остальные.
setting-whatsapp-source = Сообщения приходят
setting-whatsapp-source-hint = Если вы один — на этот компьютер. В команде — через хаб: он на связи, когда компьютеры выключены.
option-whatsapp-source-own = На этот компьютер
option-whatsapp-source-hub = Через хаб команды
option-whatsapp-source-nats = Через NATS команды
setting-whatsapp-hub-url = Адрес хаба
setting-whatsapp-hub-url-hint = Например, https://hub.example.com. Его знает тот, кто ведёт хаб.
setting-whatsapp-hub-token = Токен этого места
setting-whatsapp-hub-token-hint = У каждого рабочего места свой: его создаёт threadline hub --new-desk ИМЯ.
setting-whatsapp-nats-servers = Серверы NATS
setting-whatsapp-nats-servers-hint = tls://адрес:4222, несколько — через пробел.
setting-whatsapp-nats-user = Имя этого места
setting-whatsapp-nats-user-hint = Его пользователь на сервере. Под этим именем остальные видят, что отправлено отсюда.
setting-whatsapp-nats-secret = Пароль
setting-whatsapp-nats-secret-hint = Или весь текст файла .creds.
setting-whatsapp-nats-stream = Поток
setting-whatsapp-nats-stream-hint = Как в настройках самого хаба.
setting-whatsapp-nats-ca = Файл сертификата
setting-whatsapp-nats-ca-hint = Только для сервера со своим сертификатом: полный путь к файлу удостоверяющего центра.

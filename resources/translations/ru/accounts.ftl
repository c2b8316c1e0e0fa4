# Аккаунты Telegram: список, их цвета и то, как уберечь их от ограничений.
accounts-title = Аккаунты Telegram
accounts-add = Добавить аккаунт
accounts-new = Новый аккаунт
accounts-colour = Цвет: { $name }
accounts-colour-1 = синий
accounts-colour-2 = оранжевый
accounts-colour-3 = фиолетовый
accounts-colour-4 = розовый
accounts-colour-5 = бирюзовый
accounts-colour-6 = коричневый
accounts-sign-in = Войти
accounts-devices = Устройства
accounts-remove = Удалить
accounts-remove-sure = Точно удалить?
accounts-action-name = { $action }: { $name }
accounts-removed = Удалён: переписка остаётся, отвечать в ней нельзя
accounts-removed-unended = Удалён здесь, но сообщить об этом Telegram не удалось. Завершите сеанс с телефона: Настройки → Устройства → Threadline
accounts-removed-notice = Аккаунт «{ $name }» удалён из Threadline. Эту переписку можно только читать.
accounts-filter = Аккаунт
accounts-none = Аккаунтов пока нет. Введите api_id и api_hash ниже и сохраните настройки.
problem-telegram-account-twice = Этот аккаунт уже подключён в Threadline. Войдите под другим номером.
problem-telegram-account-removed = Аккаунт «{ $name }» удалён из Threadline. Добавьте его снова, чтобы писать в этой переписке.
problem-telegram-session-unkept = Связка ключей закрыта: после перезапуска в Telegram придётся входить заново. Откройте её, и Threadline сохранит вход.
problem-secrets-file-only = В этой системе нет связки ключей для этого профиля: секреты лежат в зашифрованном файле.
problem-telegram-pace-burst = За минуту ушло { $limit } сообщений. Чтобы Telegram не счёл аккаунт спамером, это уйдёт чуть позже.
problem-telegram-pace-new = Собеседник вам ещё не писал. Таким людям сообщения уходят с паузой, чтобы Telegram не ограничил аккаунт.
problem-telegram-pace-day = Собеседник вам ещё не писал, а новым людям сегодня уже написано: { $limit }. Сообщение уйдёт, когда пройдут сутки.
problem-telegram-pace-limited = Telegram ограничил аккаунт и не даёт писать незнакомым людям. Сообщение подождёт сутки после отказа. Проверьте аккаунт у @SpamBot.

safety-title = Безопасность аккаунта
safety-age = Вход выполнен { $when }
safety-age-unknown = Когда выполнен вход, пока не известно
safety-new = Новым людям за сутки: { $count } из { $limit }
safety-floods-none = Telegram не просил подождать
safety-floods = Telegram просил подождать: { $count ->
    [one] { $count } раз
    [few] { $count } раза
   *[many] { $count } раз
  } за неделю, последний — { $when }, { $span }
safety-waits = Сообщения подождут { $wait }
safety-limited-never = Ограничений за спам не было
safety-limited = Telegram отказал в сообщении незнакомому человеку { $when }
safety-risk-low = Риск невысок: отвечайте тем, кто пишет вам сам.
safety-risk-fresh = Вход свежий: первые дни Telegram следит за такими аккаунтами внимательнее. Не пишите незнакомым людям.
safety-risk-busy = Новых собеседников сегодня много. До завтра лучше только отвечать.
safety-risk-flood = Telegram недавно просил подождать. Пишите реже, Threadline сам выдержит паузу.
safety-risk-limited = Аккаунт ограничен. Напишите @SpamBot с телефона и узнайте, до какого дня; тем, кто писал вам, отвечать можно.
accounts-called = Telegram, { $name }
wait-seconds = { $n } с
wait-until = до { $time }
wait-until-tomorrow = до завтра, { $time }
wait-until-day = до { $day }, { $time }

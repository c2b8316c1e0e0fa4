problem-telegram-proxies = Telegram недоступен ни через один из ваших прокси. Проверьте их или добавьте другой (настройки, Telegram).
problem-proxy-link = Это не прокси. Вставьте ссылку tg://proxy, tg://socks или t.me либо socks5://адрес:порт.
problem-proxy-refused = Прокси нас не пускает: проверьте его секрет либо имя и пароль.
problem-proxy-silent = Прокси на месте, но ничего не пропускает. Попробуйте другой.
problem-proxy-unreachable = По этому адресу никто не отвечает. Проверьте адрес и порт.
problem-proxy-strange = По этому адресу отвечает не прокси для Telegram. Проверьте адрес и порт.

# Окна WhatsApp и часы этой машины

service-clock = Часы
problem-clock-behind = Часы компьютера отстают на { $minutes } мин. Окна WhatsApp считаются по времени серверов; включите точное время в настройках системы.
problem-clock-ahead = Часы компьютера спешат на { $minutes } мин. Окна WhatsApp считаются по времени серверов; включите точное время в настройках системы.

setting-desk-closing-hours = Окно скоро закроется, часов
setting-desk-closing-hours-hint = За сколько часов переписка попадает в вид «Закрываются окна».
command-closing = К закрывающимся окнам
view-closing = Закрываются окна
empty-closing-title = Ни одно окно не закрывается
empty-closing-text = Здесь появятся все, кто ждёт ответа, когда их окна WhatsApp будут близки к закрытию.

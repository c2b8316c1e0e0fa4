# Around the window: notices, tray, do not disturb, the health page, settings of all of it.
section-notices = Notifications
section-notices-text = What you hear of while you look elsewhere.
setting-desk-notices = Show notifications
setting-desk-notices-hint = New messages of clients, and reminders. Nothing of the thread that is open before you.
setting-desk-notice-text = Show message text
setting-desk-notice-text-hint = Otherwise a notification says only who wrote.
setting-desk-remind-minutes = Remind before a WhatsApp window closes, minutes
setting-desk-remind-minutes-hint = When the client waits for an answer. 0: no reminder.
setting-desk-quiet-hours = Quiet hours
setting-desk-quiet-hours-hint = No notifications then; afterwards one summary of what came.
setting-desk-quiet-from = Quiet from
setting-desk-quiet-to = Quiet until
setting-desk-quiet-from-hint = For example 20:00.
setting-desk-quiet-to-hint = A time before the beginning means the next morning.
setting-desk-quiet-days-hint = Night hours belong to the day on which they begin.
setting-desk-quiet-days = Days
option-desk-quiet-days-every = Every day
option-desk-quiet-days-workdays = Monday to Friday
option-desk-quiet-days-weekend = Every day, and all of Saturday and Sunday
setting-desk-close-to-tray = Keep running in the tray when the window is closed
setting-desk-close-to-tray-hint = Where the system has a tray. Ctrl+Q or its menu quits.

command-health = Health of all parts
command-dnd = Do not disturb: on or off

notice-messages = { $count ->
    [one] New message
   *[other] { $count } new messages
 }
notice-many = { $count ->
    [one] { $count } client wrote
   *[other] { $count } clients wrote
 }
notice-closing = The WhatsApp window closes at { $at }, and the client waits. After that only a template, at its own rate.
notice-closed = The WhatsApp window closed at { $at } without an answer. Only a template goes through now, at its own rate.
notice-follow-up = Time to come back to this client.
notice-follow-up-note = Time to come back: { $note }
notice-snooze = The snooze has ended.
notice-due = { $count ->
    [one] { $count } reminder
   *[other] { $count } reminders
 }
notice-meanwhile = While you were not disturbed
notice-meanwhile-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
 } from { $clients ->
    [one] { $clients } client
   *[other] { $clients } clients
 }
notice-names-more = { $names } and { $more } more
notice-file-image = Picture
notice-file-video = Video
notice-file-voice = Voice message
notice-file-audio = Sound
notice-file-document = Document
notice-file-other = File

tray-open = Open Threadline
tray-hour = Do not disturb for an hour
tray-tomorrow = Do not disturb until tomorrow
tray-aloud = Turn notifications on
tray-settings = Settings…
tray-quit = Quit
tray-waiting = { $count ->
    [0] Nobody waits for an answer
    [one] { $count } client waits for an answer
   *[other] { $count } clients wait for an answer
 }
dnd-on = Do not disturb
dnd-until = Do not disturb until { $at }
dnd-off = Notifications are on
dnd-end-hint = Click to get notifications again.

crashed-banner = Threadline ended unexpectedly last time. Everything that had come in is kept.
save-logs = Save logs for support…
logs-saved = Saved: { $path }
logs-hint = Logs say what happened and where, and nothing of what anybody wrote.

health-title = Health
health-text = The parts Threadline works with on this computer, and the last problem of each.

health-again = Check again
health-since = since { $at }
health-last = Last problem, { $at }: { $text }
health-recognizers = Recognizers
health-hub = Team hub
health-disk = Disk
health-clock = Clock
health-well = OK
health-not-set-up = Not set up
health-account = Account { $id }
health-hub-text = Threads of a team on several computers. Everything works without it.
health-model-text = { $name } · a message in { $ms } ms · { $memory } of memory
health-model-named = { $name } · { $memory } of memory
health-recognizers-on = Read by rules: names, sums, dates, phones · { $memory } of memory
health-recognizers-off = They start by themselves when there is something to read.
health-disk-text = { $free } free. Log { $log }, files { $media }, models { $models }.
health-disk-low = Only { $free } free: soon nothing new can be kept. Remove models that you do not need, or other files.
health-clock-right = The same as the messengers' servers.
health-clock-unknown = Compared with the first answer of a messenger.
health-clock-behind = { $span } behind the messengers' servers. Windows and reminders go by the servers' time; set the clock of the computer.
health-clock-ahead = { $span } ahead of the messengers' servers. Windows and reminders go by the servers' time; set the clock of the computer.
health-action-sign-in = Sign in
health-action-retry = Try again
health-action-settings = Settings
health-action-models = Models
health-action-free = Free space


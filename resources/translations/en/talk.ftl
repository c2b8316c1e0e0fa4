# Conversation: find, look, listen, undo send.

copied-head = { $who }, { $when }:
copy-selected = Copy selection
look-at-picture = Look at it
play-sound = Listen
save-as = Save as…
picture-broken = This picture does not open. Ask for it again.

status-queued = waits to be sent
status-sending = being sent
status-sent = sent
status-delivered = delivered
status-read = read
status-failed = not sent

goes-in = Goes out in { $n } s
goes-now = Sending…
undo-send = Undo

talk-loading = Opening the conversation…
talk-failed-title = The conversation did not open
talk-again = Open again

command-find = Find in the conversation
command-find-next = Next found
command-find-previous = Previous found
command-undo-send = Undo send
command-faster = Voice message speed
command-play = Play or pause a voice message
find-placeholder = Find in this conversation
find-count = { $n } of { $count }
find-count-many = { $n } of { $count }+
find-nothing = Nothing found
find-searching = Looking…
nothing-to-undo = Nothing to undo: everything has gone out.

viewer-title = Picture viewer
viewer-place = { $n } of { $count }
viewer-next = Next picture
viewer-previous = Previous picture
viewer-closer = Closer
viewer-further = Further away
viewer-fit = Fit to window
viewer-loading = Opening…
viewer-saved = Saved: { $name }.
viewer-help = Arrows turn, the wheel zooms, Esc closes

page-of = p. { $n } of { $count }
page-picture = Page
page-text = Text
page-loading = Drawing the page…
page-open-outside = Open file

help-talk = Conversation

setting-desk-undo-seconds = Undo send
setting-desk-undo-seconds-hint = How many seconds a message waits and can be taken back.
option-desk-undo-seconds-0 = Send at once
option-desk-undo-seconds-5 = 5 seconds
option-desk-undo-seconds-10 = 10 seconds

problem-send-went-out = The message has gone out. Delete or edit it in the messenger.
problem-sound-broken = The recording does not open. Ask for it again.
problem-sound-too-long = The recording is longer than half an hour. Open the file in another program.
problem-sound-no-device = There is no sound device. Connect headphones or speakers and press again.
problem-media-gone = The file is no longer on the disk. Open the message in the messenger.
problem-document-locked = The document has a password. Open the file and enter it.
problem-document-broken = The pages cannot be drawn: the file is damaged. Read its text or ask for it again.
problem-document-too-heavy = The document is too heavy to preview. Open the file in another program.
problem-file-not-saved = { $name } could not be saved. Check the disk and choose another folder.

# The list of threads: rows, order, filters, views, what is put on threads
row-draft = Draft:
row-back = back from snooze
row-due = follow up
row-done = done
row-until = until { $when }
row-unread = { $n ->
    [one] { $n } unread message
   *[other] { $n } unread messages
}
row-owner = owner: { $name }
row-pinned = pinned
row-queue = queue: { $name }
row-closes = window closes in { $time }
when-tomorrow = tomorrow { $time }

order-urgent = Most urgent first
order-newest = Newest first
order-waiting = Longest waiting first
order-money = Largest budget first
order-name = By name
list-order = Order: { $name }
list-filter = Filter
list-filtered = { $n ->
    [one] Filter: { $n } condition
   *[other] Filter: { $n } conditions
}
list-waiting = { $n ->
    [0] { "" }
    [one] { $n } waits for us
   *[other] { $n } wait for us
}
list-waiting-more = more than { $n } wait for us
filter-waiting = Waiting for us
filter-unread = Unread
filter-closing = Window closing
filter-draft = Has a draft
filter-due = Follow-up due
filter-channel = Messenger
filter-queue = Queue
filter-intent = Wants
filter-owner = Owner
filter-mine-named = Mine ({ $name })
filter-nobody = Nobody's
filter-say-me = Say who you are…
state-open = Open ones
state-snoozed = Snoozed
state-done = Done
state-all = Everything
filter-remove = Remove the condition “{ $name }”
filter-clear = Clear the filter
view-save = Save as a view…
view-update = Keep the view “{ $name }” like this
view-rename = Rename…
view-remove = Delete the view
view-up = Move up
view-down = Move down
view-name-title = Save as a view
view-rename-title = Rename the view
view-name-text = It stands under the queues, with the filter and the order of the list as they are now.
view-name = Name
view-name-taken = There is a view of that name; it will show this list instead.
views = Views
view-due = Follow-ups due
view-snoozed = Snoozed
view-done = Done
palette-view = View: { $name }

empty-waiting-title = Nobody waits for us
empty-waiting-text = Every client here has an answer.
empty-due-title = No follow-up is due
empty-due-text = Set one on a thread with { $keys }, and it comes back here on its day.
empty-snoozed-title = Nothing is snoozed
empty-snoozed-text = Put a thread aside with { $keys }; it comes back by itself, or when the client writes.
empty-done-title = Nothing is done yet
empty-done-text = Press { $keys } when nothing is left to do in a thread.
empty-filter-title = No thread fits the filter
empty-filter-text = Take a condition away, or clear the filter.
empty-view-title = This view is empty
empty-view-text = Threads appear here as soon as they fit it.
empty-left-title = Nothing is left here
empty-left-text = New messages will appear by themselves. What is snoozed, done or archived is on the left.
empty-show-all = Show all threads

bulk-count = { $n ->
    [one] { $n } chosen
   *[other] { $n } chosen
}
bulk-leave = Choose none

command-done = Done, or open again
command-snooze = Snooze
command-pin = Pin, or unpin
command-follow-up = Follow up…
command-move = Move to a queue
command-assign = Assign
command-select = Choose all threads
command-next-waiting = Next that waits for us
command-sort = Order of the list
command-filter = Filter of the list
command-save-view = Save the list as a view
command-mark-read = Mark as read
command-view-1 = View 1
command-view-2 = View 2
command-view-3 = View 3
command-view-4 = View 4
command-view-5 = View 5
command-view-6 = View 6
command-view-7 = View 7
command-view-8 = View 8
command-view-9 = View 9
command-take-back = Take back what was done to threads
help-list = What to do with threads

menu-open = Open
menu-done = Done
menu-reopen = Open again
menu-pin = Pin
menu-unpin = Unpin
menu-snooze = Snooze
menu-wake = Bring back now
menu-follow-up = Follow up…
menu-move = Move to a queue
menu-assign = Assign
menu-read = Mark as read
snooze-hour = In an hour
snooze-evening = This evening
snooze-tomorrow = Tomorrow morning
snooze-monday = On Monday
snooze-week = In a week
snooze-pick = Pick a date…
assign-me = To me
assign-me-named = To me ({ $name })
assign-nobody = To nobody
assign-other = Somebody else…
assign-title = Whose is it?
assign-text = The name stands on the thread and can be filtered by.
assign-name = Name
me-title = Who are you?
me-text = Your name marks the threads that are yours. You can change it in the settings.

when-title-snooze = Snooze until
when-title-follow-up = Follow up
when-text-snooze = The thread comes back to the top then, or earlier if the client writes.
when-text-follow-up = The thread comes back to the top on that day, with your note.
when-field = When
when-hint = For example: tomorrow 14:00, fri, in 3 days, 5 Dec
when-unclear = The date is not clear, or has passed. Write it like this: tomorrow 14:00.
when-note = Note
when-note-hint = What to do then
when-remove = No follow-up
when-snooze = Snooze
when-keep = Set

told-done = { $n ->
    [one] The thread is done.
   *[other] { $n } threads are done.
}
told-reopened = { $n ->
    [one] The thread is open again.
   *[other] { $n } threads are open again.
}
told-snoozed = { $n ->
    [one] Put aside until { $when }.
   *[other] { $n } threads are put aside until { $when }.
}
told-woken = { $n ->
    [one] The thread is back.
   *[other] { $n } threads are back.
}
told-pinned = { $n ->
    [one] Pinned to the top.
   *[other] { $n } threads are pinned to the top.
}
told-unpinned = { $n ->
    [one] No longer pinned.
   *[other] { $n } threads are no longer pinned.
}
told-follow-up = { $n ->
    [one] Follow up on { $when }.
   *[other] Follow up on { $when }: { $n } threads.
}
told-no-follow-up = { $n ->
    [one] No follow-up any more.
   *[other] No follow-up any more: { $n } threads.
}
told-assigned = { $n ->
    [one] It is { $name }'s now.
   *[other] { $n } threads are { $name }'s now.
}
told-unassigned = { $n ->
    [one] It is nobody's now.
   *[other] { $n } threads are nobody's now.
}
told-moved = { $n ->
    [one] Moved to the queue “{ $name }”.
   *[other] { $n } threads moved to the queue “{ $name }”.
}
told-read = { $n ->
    [one] Marked as read.
   *[other] { $n } threads are marked as read.
}
told-view-removed = The view “{ $name }” is deleted.
told-undo = Undo
told-nothing = There is nothing to take back.
told-no-waiting = Nobody else here waits for us.
told-no-unread = There is nothing unread here.
told-no-view = There is no view { $n } yet. Filter the list and save it as a view.

setting-desk-me = Your name
setting-desk-me-hint = Marks the threads that are yours.

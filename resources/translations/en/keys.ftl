# The palette and the keys
command-palette = Commands and clients
palette-placeholder = A command, a queue or a client
palette-list = Found
palette-nothing = Nothing like it. Try another word.
palette-queue = Queue: { $name }
keys-filter = Find an answer or a command
keys-press = Press the keys…
keys-none = No keys
keys-change = Change the keys of: { $title }
keys-taken = Those keys belonged to “{ $title }”, which has none now.
keys-reset-all = Reset all

setting-desk-text-size = Text size
option-desk-text-size-small = Smaller
option-desk-text-size-normal = Normal
option-desk-text-size-large = Larger
option-desk-text-size-huge = Very large

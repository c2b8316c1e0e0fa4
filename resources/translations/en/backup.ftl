# Backup
problem-backup-none = This is no backup of Threadline. Choose a file that it saved.
problem-backup-password = The password does not open this backup. Enter the one it was saved with.
problem-backup-broken = The backup is damaged or cut off. Take another one; nothing was changed here.
command-backup = Save a backup
command-restore = Restore from a backup
backup-title = Backup
backup-text = All conversations, files, settings and accounts in one file under a password. Models are not in it, they can be downloaded again.
backup-password-label = Password of the backup
backup-again-label = The same password again
backup-differ = The passwords differ. Enter the second one like the first.
backup-strength-none = The password opens the backup. Without it nobody can, and neither can we.
backup-strength-short = Too short: it needs 8 characters at least.
backup-strength-plain = Weak: one like this is guessed in minutes or hours. Add another word.
backup-strength-fair = Fair: guessing it takes years.
backup-strength-strong = Strong. Write it down where you will not lose it.
backup-choose = Choose where to save…
backup-progress = How far it is
backup-working = Saving: { $done } of { $total } MB. You can go on working.
backup-saved = The backup is saved: { $path }
restore-title = Restore from a backup
restore-text = The backup takes the place of what is in Threadline now. First it is opened, and you see what it holds.
restore-file-label = File of the backup
restore-open = Open the backup
restore-working = Opening: { $done } of { $total } MB. Nothing changes yet.
restore-clients = { $n ->
    [one] { $n } client
   *[other] { $n } clients
}
restore-what = { $n ->
    [one] { $clients }, { $n } message, the last on { $day }
   *[other] { $clients }, { $n } messages, the last on { $day }
}
restore-nothing = no conversations
restore-holds = In the backup: { $what }.
restore-replaces = Here now: { $what }. This will be replaced.
restore-aside = What is here now stays in a folder beside it. Threadline closes and opens again.
restore-replace = Replace and restart
restore-done = Restored from the backup. What was here lies in { $path }.
restore-failed = Restoring did not succeed, everything is as it was. { $why }

# Backup
problem-backup-none = This is no backup of Threadline. Choose a file that it saved.
problem-backup-password = The password does not open this backup. Enter the one it was saved with.
problem-backup-broken = The backup is damaged or cut off. Take another one; nothing was changed here.

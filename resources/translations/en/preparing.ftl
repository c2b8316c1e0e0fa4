preparing-title = Bringing your data up to date
preparing-text = This happens once after an update and takes a few seconds. If it is interrupted, it goes on at the next start.

"""Voice messages to words: whisper.cpp in a process of its own, one for each message."""

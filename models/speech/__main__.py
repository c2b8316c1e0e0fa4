"""`python -m models.speech MODEL.bin FILE.ogg`: what is said in a voice message."""

from models.speech.hear import main

if __name__ == "__main__":
    raise SystemExit(main())

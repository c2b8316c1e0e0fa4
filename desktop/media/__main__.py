"""`python -m desktop.media sound|page …`: opens one file that a client sent."""

from desktop.media.process import main

if __name__ == "__main__":
    raise SystemExit(main())

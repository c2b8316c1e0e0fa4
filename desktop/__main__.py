"""``python -m desktop``: the same as the console script ``threadline``."""

from desktop.cli import main

if __name__ == "__main__":
    main()

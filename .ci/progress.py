"""Reads pip's verbose log on stdin and shows where it is: one line, kept up to date.

Exits as pip would: 1 when the log says ERROR.
"""

import re
import sys
import time

STEP = re.compile(r"^\s*\[(\d+)/(\d+)\]")
COLLECT = re.compile(r"^\s*Collecting ([\w.-]+)")


def main() -> int:
    failed, last = False, 0.0
    tty = sys.stderr.isatty()

    def show(text: str, *, always: bool = False) -> None:
        nonlocal last
        if tty:
            sys.stderr.write(f"\r\033[K{text}")
            sys.stderr.flush()
        elif always or time.monotonic() - last > 15:
            last = time.monotonic()
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()

    for line in sys.stdin:
        if line.startswith("ERROR"):
            failed = True
        if step := STEP.match(line):
            show(f"  compiling llama.cpp: step {step[1]} of {step[2]}")
        elif found := COLLECT.match(line):
            show(f"  fetching {found[1]}")
        elif "Installing collected packages" in line:
            show("  installing", always=True)
        elif "Building wheel for" in line:
            show(f"  {line.strip()}", always=True)
    if tty:
        sys.stderr.write("\r\033[K")
    return int(failed)


sys.exit(main())

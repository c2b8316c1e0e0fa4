"""`python -m core.sandbox SCENARIO.json`: the sandbox's servers as a process of their own."""

import sys

from core.sandbox.process import main

sys.exit(main(sys.argv[1:]))

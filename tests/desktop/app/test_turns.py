"""The window does not wait long for other threads of its process."""

import subprocess
import sys


def test_the_windows_turn_comes_soon() -> None:
    code = (
        "import sys; from desktop.bootstrap import run_on_qt\n"
        "async def main(app): print(sys.getswitchinterval()); return 0\n"
        "sys.exit(run_on_qt(main, headless=True))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) <= 0.001

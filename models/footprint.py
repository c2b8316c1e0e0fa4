"""How much memory a process has taken."""

from pathlib import Path


def peak_memory(pid: int) -> int:
    """Bytes that the process has held at most; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:"))
    except (OSError, ValueError, IndexError, StopIteration):
        return 0

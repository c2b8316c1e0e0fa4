"""The starter model: corpus, recipe, and the GGUF that ships."""

from pathlib import Path
from typing import Final

STARTER_PATH: Final = Path(__file__).resolve().with_name("threadline-starter.gguf")
"""Said here, where training finds it with nothing of the application installed."""

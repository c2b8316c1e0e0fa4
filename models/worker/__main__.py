"""`python -m models.worker MODEL.gguf`: the worker process."""

from models.worker.serve import main

if __name__ == "__main__":
    raise SystemExit(main())

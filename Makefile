# Everything sets itself up: `make run` on a fresh machine is enough.
VENV := .venv
BIN := $(VENV)/bin
SCENARIO ?= resources/sandbox/demo.json
WORKERS ?= 2
export QT_LOGGING_RULES ?= qt.qpa.plugin=false

.PHONY: run test check bench screens package starter starter-eval lock clean

run:  ## the application on the sandbox; without a screen headless, with screenshots in out/screens
	@.ci/setup run
	@.ci/play $(SCENARIO)

test:  ## checks of the house, then every test
	@.ci/setup dev
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -q

check:  ## ruff, mypy strict, import contracts
	@.ci/setup dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports

bench:  ## ratios, measured side by side in one run
	@.ci/setup dev
	@$(BIN)/python -m pytest tests/benchmarks -q -s --benchmark-only -o timeout=900

screens:  ## every main state in both languages and themes, and one contact sheet
	@.ci/setup dev
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.desktop.screens out/screens

package:  ## the bundle, then a scenario played by it with no Python around
	@.ci/setup dev
	@$(BIN)/pyinstaller --noconfirm --distpath dist --workpath build/pyinstaller build.spec
	@.ci/try-bundle dist/threadline/threadline resources/sandbox/demo.json

starter:  ## train the starter model from scratch (hours on 2 cores, minutes on a GPU)
	@.ci/setup dev
	@.ci/setup train
	@PYTHONPATH=. .venv-train/bin/python -m models.starter.train

starter-eval:  ## the figures that models/starter/README.md publishes
	@.ci/setup dev
	@$(BIN)/python -m models.starter.evaluate

lock:  ## pin dependencies anew, with hashes and without addresses
	@.ci/lock

clean:
	rm -rf $(VENV) .venv-train build dist out

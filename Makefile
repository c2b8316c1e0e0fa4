# Everything sets itself up: `make run` on a fresh machine is enough.
VENV := .venv
BIN := $(VENV)/bin
SCENARIO ?= resources/sandbox/demo.json
WORKERS ?= 2
GOLD ?= tests/data/understanding/blind_ru.jsonl tests/data/understanding/blind_en.jsonl
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
	@.ci/setup bench
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
	@.ci/setup train
	@echo "Recognizers and the starter together, then the recognizers alone:"
	@$(BIN)/threadline evaluate --details $(GOLD)
	@$(BIN)/threadline evaluate --model none $(GOLD)
	@echo "The starter alone:"
	@$(BIN)/python -m models.starter.evaluate --data $(GOLD)
	@echo "TF-IDF of character n-grams with logistic regression, on the starter's data:"
	@PYTHONPATH=. .venv-train/bin/python -m models.starter.baseline $(GOLD)

lock:  ## pin dependencies anew, with hashes and without addresses
	@.ci/lock

clean:
	rm -rf $(VENV) .venv-train build dist out

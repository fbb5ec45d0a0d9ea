# Everything a maintainer does. The environment lives in .venv/ and is made anew when its ingredients change.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
SITREP_LIBRARY ?= library
export SITREP_LIBRARY

.PHONY: demo serve test check evaluate clean

demo: .venv/ready  ## index the samples and answer a question from them
	.venv/bin/sitrep add seeds/articles
	.venv/bin/sitrep ask "what was said about Bakhmut supply routes"

serve: .venv/ready  ## the search page and the HTTP interface on http://127.0.0.1:8000
	.venv/bin/sitrep serve

test: .venv/ready  ## every test
	.venv/bin/python -m pytest -q

check: .venv/ready  ## lint, types, import layers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

evaluate: .venv/ready  ## judged questions over the real corpus in ../shared/eval; floors in tests/evaluation/floors.json
	.venv/bin/python -m tests.evaluation.corpus
	.venv/bin/python -m tests.evaluation.reporting
	.venv/bin/python -m tests.evaluation.steps
	.venv/bin/python -m tests.evaluation.police
	.venv/bin/python -m tests.evaluation.multihop

.venv/ready: pyproject.toml constraints.txt api/clients/python/pyproject.toml api/clients/slack/pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]' --editable api/clients/python --editable api/clients/slack
	touch .venv/ready

clean:  ## remove what the targets made
	rm -rf .venv build library *.egg-info

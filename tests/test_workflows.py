"""What the workflows may do and how: rules that every file of .github/workflows keeps, whoever writes it.

Read here are the parsed file and its text: YAML drops the comments that say why a job may do something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SETUP = "build_scripts/setup/"
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.y*ml"))
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in WORKFLOWS}

# What starts a workflow. Not among them: pull_request_target, workflow_run and issue_comment, which run with the
# rights of this repository on what strangers wrote.
TRIGGERS = {"push", "pull_request", "schedule", "workflow_dispatch", "issues"}
STRANGERS = {"pull_request", "issues"}
"""What anybody may start."""
RIGHTS = {"contents", "issues", "pull-requests", "pages", "id-token", "attestations"}
# The runner's own names, which no stranger chooses; all others come from the step's `env`.
OF_THE_RUNNER = {"GITHUB_REF_NAME", "GITHUB_SHA", "RUNNER_TEMP"}


class Step(NamedTuple):
    """A step with where it stands."""

    workflow: str
    job: str
    number: int
    content: Mapping[str, Any]


def parse(text: str) -> dict[Any, Any]:
    content = yaml.safe_load(text)
    assert isinstance(content, dict)
    return content


def triggers(content: Mapping[Any, Any]) -> set[str]:
    on = content[True]  # YAML reads the key `on` as a truth value
    return {on} if isinstance(on, str) else set(on)


def list_steps(texts: Mapping[str, str]) -> Iterator[Step]:
    for name, text in texts.items():
        for job, content in parse(text)["jobs"].items():
            for number, step in enumerate(content["steps"], start=1):
                yield Step(name, job, number, step)


# The rules, each a function from a workflow to what is wrong with it, so that planted faults can be put to it.


def find_loose_actions(text: str) -> list[str]:
    """Actions not pinned to a commit with their version beside it."""
    used = re.findall(r"^\s*-?\s*uses:\s*(.+)$", text, re.MULTILINE)
    return [one for one in used if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)]


def find_wrong_rights(text: str) -> list[str]:
    """Rights at the top, jobs that do not say theirs, rights without a reason beside them or that nobody needs."""
    content = parse(text)
    wrong = [] if content.get("permissions") == {} else ["permissions at the top"]
    for name, job in content["jobs"].items():
        if not isinstance(job.get("permissions"), dict):
            wrong.append(f"{name}: no permissions")
            continue
        for right, how in job["permissions"].items():
            if right not in RIGHTS or how not in ("read", "write"):
                wrong.append(f"{name}: {right}: {how}")
            if not re.search(rf"^ +{right}: {how} # \S+", text, re.MULTILINE):
                wrong.append(f"{name}: {right}: {how} without a reason")
    return wrong


def find_wrong_triggers(text: str) -> list[str]:
    """Triggers that let strangers run things with our rights; rights to write, or secrets, that a pull request gets."""
    content = parse(text)
    wrong = sorted(triggers(content) - TRIGGERS)
    if "pull_request" in triggers(content):
        wrong += [name for name, job in content["jobs"].items() if "write" in job["permissions"].values()]
    return wrong + re.findall(r"secrets\.\w+", text)


def find_unbounded_jobs(text: str) -> list[str]:
    """Jobs without a limit of time, or on a machine that changes by itself."""
    jobs = parse(text)["jobs"].items()
    return [n for n, job in jobs if "timeout-minutes" not in job or not re.search(r"-\d\d\.\d\d$", job["runs-on"])]


def find_wrong_runs(text: str) -> list[str]:
    """What a step runs that is not one script of ours, or one target of the Makefile, with plain words or "$NAME"."""
    wrong = []
    for step in list_steps({"": text}):
        line = step.content.get("run")
        if line is None:
            continue
        known = {*step.content.get("env", {}), *OF_THE_RUNNER}
        word = r'(?: (?:[\w./=-]+|"\$\w+"))*'
        names = set(re.findall(r"\$(\w+)", line))
        if not re.fullmatch(rf"(?:(?:sudo )?{SETUP}\w+\.sh|make [a-z-]+){word}", line) or not names <= known:
            wrong.append(line)
    return wrong


def find_kept_credentials(text: str) -> list[str]:
    """Checkouts that leave the token behind for whatever runs next."""
    steps = list_steps({"": text})
    checkouts = [one for one in steps if one.content.get("uses", "").startswith("actions/checkout@")]
    return [one.job for one in checkouts if one.content.get("with", {}).get("persist-credentials") is not False]


def find_caches(text: str) -> list[str]:
    """Caches: what a pull request writes into one, a release might read; nothing here keeps any."""
    wrong = []
    for step in list_steps({"": text}):
        uses, given = step.content.get("uses", ""), step.content.get("with", {})
        is_node = uses.startswith("actions/setup-node@") and given.get("package-manager-cache") is not False
        if uses.startswith("actions/cache") or "cache" in given or is_node:
            wrong.append(uses)
    return wrong


def find_wrong_concurrency(text: str) -> list[str]:
    """Runs that may overtake each other; runs cut short that publish, or whose result on main somebody waits for."""
    content = parse(text)
    concurrency = content.get("concurrency", {})
    cut = concurrency.get("cancel-in-progress")
    if not concurrency.get("group") or cut is None:
        return ["no concurrency"]
    writes = any("write" in job["permissions"].values() for job in content["jobs"].values())
    if cut is True and (writes or "push" in triggers(content)):
        return ["cut short"]
    if isinstance(cut, str) and cut != "${{ github.event_name == 'pull_request' }}":
        return [cut]
    groups = [job.get("concurrency", {}) for job in content["jobs"].values() if "pages" in job["permissions"]]
    return [str(group) for group in groups if group != {"group": "pages-deployment", "cancel-in-progress": False}]


def find_writers_that_build(text: str) -> list[str]:
    """Jobs that may write and yet install packages or read what strangers handed in: those run with no rights."""
    wrong = []
    for name, job in parse(text)["jobs"].items():
        if "write" in job["permissions"].values():
            lines = [step.get("run", "") for step in job["steps"]]
            wrong += [f"{name}: {line}" for line in lines if re.search(r"\bmake\b|install|sudo", line)]
    return wrong


RULES = [
    *(find_loose_actions, find_wrong_rights, find_wrong_triggers, find_unbounded_jobs, find_wrong_runs),
    *(find_kept_credentials, find_caches, find_wrong_concurrency, find_writers_that_build),
]


@pytest.mark.parametrize("workflow", TEXTS)
@pytest.mark.parametrize("rule", RULES)
def test_every_workflow_keeps_the_rules(rule: Any, workflow: str) -> None:
    assert rule(TEXTS[workflow]) == []


GOOD = """
on: [push, pull_request]
permissions: {}
concurrency: {group: "a", cancel-in-progress: "${{ github.event_name == 'pull_request' }}"}
jobs:
  one:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read # to check out the code
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - run: build_scripts/setup/tell.sh "$TITLE"
        env:
          TITLE: ${{ github.event.issue.title }}
"""


@pytest.mark.parametrize("rule", RULES)
def test_a_workflow_as_it_should_be_is_let_through(rule: Any) -> None:
    assert rule(GOOD) == []


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        (find_loose_actions, "@de0fac2e4500dabe0009e67214ff5f5447ce83dd", "@v6"),
        (find_loose_actions, " # v6.0.2", ""),
        (find_wrong_rights, "permissions: {}", "permissions: read-all"),
        (find_wrong_rights, " # to check out the code", ""),
        (find_wrong_rights, "contents: read", "actions: write"),
        (find_wrong_triggers, "[push, pull_request]", "[pull_request_target]"),
        (find_wrong_triggers, "[push, pull_request]", "[issue_comment]"),
        (find_wrong_triggers, "contents: read", "contents: write"),
        (find_wrong_triggers, "github.event.issue.title", "secrets.TOKEN"),
        (find_unbounded_jobs, "    timeout-minutes: 5\n", ""),
        (find_unbounded_jobs, "ubuntu-24.04", "ubuntu-latest"),
        (find_wrong_runs, '"$TITLE"', "$TITLE"),
        (find_wrong_runs, '"$TITLE"', '"$OTHER"'),
        (find_wrong_runs, '"$TITLE"', "${{ github.event.issue.title }}"),
        (find_wrong_runs, "build_scripts/setup/tell.sh", "echo"),
        (find_wrong_runs, '"$TITLE"', "; date"),
        (find_kept_credentials, "persist-credentials: false", "fetch-depth: 0"),
        (find_caches, "persist-credentials: false", "cache: pip"),
        (find_wrong_concurrency, "\"${{ github.event_name == 'pull_request' }}\"", "true"),
        (find_wrong_concurrency, "concurrency:", "other:"),
    ],
)
def test_a_workflow_that_breaks_a_rule_is_found(rule: Any, old: str, new: str) -> None:
    assert old in GOOD
    assert rule(GOOD.replace(old, new)) != []


def test_every_script_that_a_workflow_runs_is_there_and_tried_here() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    tried = makefile + (ROOT / ".ci/run").read_text(encoding="utf-8")
    others = (path for path in (ROOT / "tests").glob("*.py") if path != Path(__file__))
    tried += "".join(path.read_text(encoding="utf-8") for path in others)
    lines = [step.content["run"] for step in list_steps(TEXTS) if "run" in step.content]
    scripts = {script for line in lines for script in re.findall(rf"{SETUP}(\w+\.sh)", line)}
    assert scripts
    assert [script for script in sorted(scripts) if not (ROOT / SETUP / script).is_file()] == []
    assert [script for script in sorted(scripts) if script not in tried] == []
    targets = {target for line in lines for target in re.findall(r"make ([a-z-]+)", line)}
    assert targets - set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) == set()


def test_what_anybody_may_start_is_read_by_jobs_that_may_write_nothing() -> None:
    """Issues may lead to writing, by jobs apart; a pull request never does (`find_wrong_triggers`)."""
    for name, text in TEXTS.items():
        content = parse(text)
        if triggers(content) & STRANGERS:
            rights = [set(job["permissions"].values()) for job in content["jobs"].values()]
            assert any("write" not in each for each in rights), name


# What maintainers are told.

PAGE = (ROOT / "docs/contribute/running.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("workflow", TEXTS)
def test_the_page_about_running_tells_each_workflow_and_when_it_runs(workflow: str) -> None:
    [row] = re.findall(rf"^\| {Path(workflow).stem} \|.+$", PAGE, re.MULTILINE)
    for cron in re.findall(r'cron: "(.+)"', TEXTS[workflow]):
        minute, hour, *_, day = cron.split()
        assert f"每周{'日一二三四五六'[int(day)]} {int(hour):02}:{int(minute):02}（UTC）" in row


def test_the_checks_that_are_to_be_required_exist_for_every_pull_request() -> None:
    part = PAGE.split("必须通过这些检查：")[1].split("再加一条")[0]
    told = set(re.findall(r"`([^`]+)`", part))
    names = set()
    for text in TEXTS.values():
        content = parse(text)
        if "pull_request" in triggers(content):
            for job in content["jobs"].values():
                versions = job.get("strategy", {}).get("matrix", {}).get("python", [""])
                names |= {job["name"].replace("${{ matrix.python }}", version) for version in versions}
    assert told == names


def test_every_script_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(?:build_scripts/setup/)?(\w+\.sh)`", PAGE))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (ROOT / SETUP / name).is_file()] == []


def test_every_step_of_the_audit_is_of_one_part_alone() -> None:
    script = (ROOT / "build_scripts/setup/audit.sh").read_text("utf-8")
    steps = [quoted or plain for quoted, plain in re.findall(r"(?m)^step \S+ (?:'([^']+)'|(\S+)) ", script)]
    assert len(steps) >= 19
    jobs = yaml.safe_load((ROOT / ".github/workflows/audit.yml").read_text("utf-8"))["jobs"]
    parts = [part["steps"] for part in jobs["audit"]["strategy"]["matrix"]["include"]]
    assert {step: sum(bool(re.search(part, step)) for part in parts) for step in steps} == dict.fromkeys(steps, 1)

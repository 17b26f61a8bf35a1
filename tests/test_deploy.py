"""What hosts copy from `deploy/` names settings, figures and files that are there, and agrees with itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics_core import Metric

from bot.ops import LATENCIES, Figures
from bot.settings import FILES, NAMES
from tests.containerfile import FILE, steps

DEPLOY = FILE.parent
ROOT = DEPLOY.parent
SETTINGS = {*NAMES, *FILES}
STEPS = list(steps(FILE.read_text("utf-8")))


def said(name: str) -> list[str]:
    return [step.text for step in STEPS if step.name == name]


def documents(name: str) -> list[Any]:
    return list(yaml.safe_load_all((DEPLOY / name).read_text("utf-8")))


def figures() -> set[str]:
    """Return what /metrics can say, with the endings of counters and histograms."""
    found: set[str] = set()
    metric: Metric
    for metric in Figures().registry.collect():
        found |= {metric.name, f"{metric.name}_total"}
        if metric.type == "histogram":
            found.add(f"{metric.name}_bucket")
    return found


def named(query: str) -> set[str]:
    return set(re.findall(r"\b(?:launchlog|process)_\w+", query))


def test_the_image_is_made_of_what_is_there_and_runs_as_nobody_in_particular() -> None:
    copied = [words.split()[:-1] for words in said("COPY") if not words.startswith("--from")]
    allowed = {line[1:] for line in (ROOT / ".containerignore").read_text().splitlines() if line[:1] == "!"}
    for name in (name for names in copied for name in names):
        assert (ROOT / name).exists()
        assert name in allowed
    assert (ROOT / ".dockerignore").read_bytes() == (ROOT / ".containerignore").read_bytes()
    assert [int(user) for user in said("USER")] == [10001]
    last = max(place for place, step in enumerate(STEPS) if step.name == "FROM")
    assert not [step for step in STEPS[last:] if step.name == "RUN" and "pip" in step.text]


def test_everything_is_installed_by_its_hash() -> None:
    installing = [text for text in said("RUN") if " pip " in text]
    assert installing
    assert all("--require-hashes" in text for text in installing)


def test_a_manifest_sets_nothing_that_the_bot_does_not_know() -> None:
    set_there = {word.partition("=")[0] for text in said("ENV") for word in text.split()}
    service = documents("compose.yaml")[0]["services"]["launchlog"]
    set_there |= set(service["environment"])
    pods = [
        each["spec"]["template"]["spec"]
        for each in documents("kubernetes.yaml")
        if each["kind"] == "Deployment"
    ]
    set_there |= {variable["name"] for pod in pods for variable in pod["containers"][0]["env"]}
    unit = (DEPLOY / "launchlog.service").read_text("utf-8")
    set_there |= set(re.findall(r"^Environment=(\w+)", unit, re.MULTILINE))
    assert set_there - SETTINGS == {"PYTHONDONTWRITEBYTECODE"}


def test_each_waits_as_long_as_the_others_for_the_bot_to_end() -> None:
    service = documents("compose.yaml")[0]["services"]["launchlog"]
    pod = next(each for each in documents("kubernetes.yaml") if each["kind"] == "Deployment")["spec"][
        "template"
    ]
    unit = (DEPLOY / "launchlog.service").read_text("utf-8")
    assert service["stop_grace_period"] == "30s"
    assert pod["spec"]["terminationGracePeriodSeconds"] == 30
    assert "\nTimeoutStopSec=30\n" in unit


def test_one_process_alone_answers_while_a_second_one_would_answer_too() -> None:
    deployment = next(each for each in documents("kubernetes.yaml") if each["kind"] == "Deployment")["spec"]
    assert (deployment["replicas"], deployment["strategy"]["type"]) == (1, "Recreate")


def test_probes_ask_where_the_bot_answers() -> None:
    deployment = next(each for each in documents("kubernetes.yaml") if each["kind"] == "Deployment")["spec"]
    container = deployment["template"]["spec"]["containers"][0]
    asked = {container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("liveness", "readiness")}
    assert asked == {"/healthz", "/readyz"}
    port = said("ENV")[-1].partition("=")[2]
    assert container["ports"][0]["containerPort"] == int(port)
    assert said("EXPOSE") == [port]
    assert f":{port}/healthz" in said("HEALTHCHECK")[0]


@pytest.mark.parametrize("name", ["alerts.yaml", "grafana.json"])
def test_every_figure_that_is_watched_is_one_that_the_bot_has(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    if name == "alerts.yaml":
        rules = [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]
        queries = [rule["expr"] for rule in rules]
        assert all(rule["annotations"]["summary"] and rule["labels"]["severity"] for rule in rules)
    else:
        queries = [target["expr"] for panel in json.loads(text)["panels"] for target in panel["targets"]]
    watched = set().union(*map(named, queries))
    assert watched
    assert watched - figures() == set()


def test_an_alert_of_slow_answers_asks_within_what_is_measured() -> None:
    text = (DEPLOY / "alerts.yaml").read_text("utf-8")
    bound = re.search(r"answer_seconds_bucket.*> (\d+)", text)
    assert bound is not None
    assert min(LATENCIES) < float(bound[1]) < max(LATENCIES)


def test_the_pages_lead_to_each_file() -> None:
    hosting = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    for file in Path(DEPLOY).iterdir():
        assert f"(../deploy/{file.name})" in hosting

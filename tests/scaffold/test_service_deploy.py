"""What is deployed: valid for Kubernetes, wired to the endpoints, as an ordinary user."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from started import Service, Trained

KINDS = {"Deployment", "PersistentVolumeClaim", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler"}


@pytest.fixture(scope="module")
def deploy(churn: Trained) -> Path:
    return churn.project.folder / "deploy"


@pytest.fixture(scope="module")
def documents(deploy: Path) -> dict[str, Any]:
    found = list(yaml.safe_load_all((deploy / "kubernetes.yaml").read_text(encoding="utf-8")))
    return {document["kind"]: document for document in found}


def test_kubernetes_accepts_every_document(documents: dict[str, Any]) -> None:
    validate = pytest.importorskip("kubernetes_validate")
    assert set(documents) == KINDS
    for document in documents.values():
        validate.validate(document, "1.30", strict=True)


def test_the_probes_ask_what_the_service_answers(documents: dict[str, Any], service: Service) -> None:
    (container,) = documents["Deployment"]["spec"]["template"]["spec"]["containers"]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert service.ask(container[probe]["httpGet"]["path"]).status == 200
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/livez"


def test_selectors_and_names_agree(documents: dict[str, Any]) -> None:
    deployment = documents["Deployment"]["spec"]
    labels = deployment["template"]["metadata"]["labels"].items()
    assert deployment["selector"]["matchLabels"].items() <= labels
    assert documents["Service"]["spec"]["selector"].items() <= labels
    assert documents["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"].items() <= labels
    target = documents["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert target["name"] == documents["Deployment"]["metadata"]["name"]
    (volume, _) = deployment["template"]["spec"]["volumes"]
    claim = documents["PersistentVolumeClaim"]["metadata"]["name"]
    assert volume["persistentVolumeClaim"]["claimName"] == claim


def test_nobody_is_root_and_the_pause_fits_the_grace(documents: dict[str, Any]) -> None:
    pod = documents["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    pause = int(container["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pause + 20 < pod["terminationGracePeriodSeconds"]


def test_the_image_runs_as_an_ordinary_user_and_every_setting_exists(deploy: Path, churn: Trained) -> None:
    text = (deploy / "Dockerfile").read_text(encoding="utf-8")
    stages = text.split("\nFROM ")
    assert "USER 10001:10001" in stages[-1]
    assert stages[-1].index("USER 10001") < stages[-1].index("ENTRYPOINT")
    settings = (churn.project.folder / "src/churn/serving/settings.py").read_text(encoding="utf-8")
    everything = text + "".join(p.read_text(encoding="utf-8") for p in deploy.glob("*.yaml"))
    everything += (churn.project.folder / "README.md").read_text(encoding="utf-8")
    for name in set(re.findall(r"CHURN_SERVE_([A-Z_]+)", everything)):
        assert re.search(rf"^    {name.lower()}: ", settings, re.MULTILINE), name
    for source in re.findall(r"^COPY (?:--\S+ )*(?!--from)(\S+) ", text, re.MULTILINE):
        if not source.startswith(("/", "$")):
            assert (churn.project.folder / source).exists(), source
    assert (churn.project.folder / re.findall(r"ARG ARTIFACTS=(\S+)", text)[0]).exists()


def test_prometheus_scrapes_the_composed_service(deploy: Path) -> None:
    compose = yaml.safe_load((deploy / "compose.yaml").read_text(encoding="utf-8"))
    scraped = yaml.safe_load((deploy / "prometheus.yaml").read_text(encoding="utf-8"))
    (job,) = scraped["scrape_configs"]
    host, _, port = job["static_configs"][0]["targets"][0].partition(":")
    assert host in compose["services"]
    assert port == "8000"
    assert job["metrics_path"] == "/metrics"
    key = job["authorization"]["credentials_file"]
    assert key in [each["target"] for each in compose["services"]["prometheus"]["configs"]]
    assert compose["configs"]["key"]["environment"] == "CHURN_SERVE_API_KEYS"


def test_the_workflow_is_one(churn: Trained) -> None:
    text = (churn.project.folder / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    commands = [step.get("run", "") for job in jobs.values() for step in job["steps"]]
    for wanted in ("ruff check .", "mypy", "pytest"):
        assert wanted in commands
    assert any("churn train" in command for command in commands)

"""What the production files promise, read from them: no engine runs here."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.celery import app
from config.demo import WORKERS, background
from config.schedule import EVERYTHING_ELSE, QUEUES

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("web", *WORKERS, "beat", "listen", "migrate", "care")
RUN_ONCE = ("migrate", "care")
each_service = pytest.mark.parametrize("name", SERVICES)


def environment(name: str) -> dict[str, str | None]:
    return SERVICES[name].get("environment", {})


def test_everything_that_runs_is_there():
    assert set(SERVICES) == {*OURS, "proxy", "postgres", "redis"}


@each_service
def test_a_service_is_no_root_and_can_become_nothing_more(name):
    service = SERVICES[name]
    assert service["user"] not in ("root", "0")
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@each_service
def test_a_service_writes_only_where_it_must(name):
    assert SERVICES[name]["read_only"] is True


@each_service
def test_a_service_that_stays_up_is_watched(name):
    if name in RUN_ONCE:
        assert SERVICES[name]["restart"] == "no"
        return
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"]


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    outside = [name for name in SERVICES if "outside" in SERVICES[name]["networks"]]
    assert outside == ["proxy"]


def test_the_worker_alone_can_send_mails_and_call_webhooks():
    outgoing = [name for name in SERVICES if "outgoing" in SERVICES[name]["networks"]]
    assert outgoing == ["worker"]
    assert COMPOSE["networks"]["outgoing"] is None
    assert "inside" in SERVICES["worker"]["networks"]


# What an installation of another kind sets, or what is where the image has it.
NOT_OF_COMPOSE = {
    *("BACKUP_DIR", "VAR_DIR", "DAYZERO_AUDIT_HEADS", "DAYZERO_EMAIL_FOLDER"),
    *("DAYZERO_DEBUG", "DAYZERO_DEMO", "PORT"),
    *("DATABASE_OWNER_URL", "DATABASE_SUPERUSER_URL"),
    *("DAYZERO_APPLICATION_ROLE", "DAYZERO_OWNER_ROLE"),
}


@pytest.mark.parametrize("name", ["web", *WORKERS, "beat", "listen"])
def test_every_documented_variable_is_passed(name):
    text = (ROOT / "docs" / "operations.md").read_text()
    table = text.partition("## Variables")[2].partition("\n## ")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    documented = {*re.findall(r"`(\w+)`", " ".join(rows))}
    assert documented - NOT_OF_COMPOSE == environment(name).keys()


def test_the_proxy_logs_no_query_and_no_referer():
    conf = (ROOT / "deploy" / "nginx" / "default.conf").read_text()
    (form,) = re.findall(r"^log_format (\w+) escape=json\s([^;]+);", conf, re.M)
    assert "$uri" in form[1]
    assert not re.search(
        r"\$(request|request_uri|args|query_string|http_\w+)\b", form[1]
    )
    servers = conf.split("\nserver {")[1:]
    for server in servers:
        assert f"\n  access_log /var/log/nginx/access.log {form[0]};" in server
        # What is logged of an error quotes the request.
        assert "\n  error_log /var/log/nginx/error.log alert;" in server
    logs = re.findall(r"(access|error)_log (?!off)", conf)
    assert len(logs) == 2 * len(servers)


def test_what_is_scaled_has_no_name_and_no_port_of_its_own():
    for name in ("web", *WORKERS):
        assert not {"container_name", "ports", "hostname"} & SERVICES[name].keys()


def test_each_queue_has_a_worker_of_its_own_which_no_long_task_holds():
    wanted = [EVERYTHING_ELSE, *QUEUES.values()]
    for commands in (
        background(),
        {n: s.get("command", "") for n, s in SERVICES.items()},
    ):
        taken = [commands[n][commands[n].index("--queues") + 1] for n in WORKERS]
        assert sorted(taken) == sorted(wanted)
    app.loader.import_default_modules()
    for name, queue in QUEUES.items():
        task = app.tasks[name]
        assert app.amqp.router.route({}, name)["queue"].name == queue
        assert (task.time_limit or 0) <= app.conf.task_time_limit


def test_what_serves_people_knows_neither_owner_nor_superuser():
    knowing = [name for name in OURS if "DATABASE_OWNER_URL" in environment(name)]
    assert knowing == [*RUN_ONCE]
    mighty = [name for name in OURS if "DATABASE_SUPERUSER_URL" in environment(name)]
    assert mighty == ["care"]
    for name in set(OURS) - {*RUN_ONCE}:
        waits = SERVICES[name]["depends_on"]["migrate"]["condition"]
        assert waits == "service_completed_successfully"
        assert "dayzero_app" in environment(name)["DATABASE_URL"]


def test_the_queue_survives_a_restart_and_drops_nothing():
    command = " ".join(SERVICES["redis"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command
    assert "--requirepass" in command


def test_no_secret_is_written_down():
    for line in (ROOT / ".env.example").read_text().splitlines():
        if re.match(r"[A-Z_]*(PASSWORD|SECRET)[A-Z_]*=", line):
            assert line.endswith("=")
    for name in SERVICES:
        for variable, value in environment(name).items():
            # Without a value it is read from .env, where it may be missing.
            if value is None or variable == "DAYZERO_BASE_URL":
                continue
            if re.search("PASSWORD|SECRET|AUTH|_URL", variable):
                assert re.search(r"\$\{\w+:\?", value), (name, variable)


def test_every_variable_is_in_the_example():
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    given = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert used == given


def test_every_file_that_is_mounted_or_copied_exists():
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).is_file()
            else:
                assert source in COMPOSE["volumes"]
    copied = re.findall(
        r"^COPY (?!--)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.M
    )
    sent = (ROOT / ".dockerignore").read_text().splitlines()
    for source in " ".join(copied).split():
        assert (ROOT / source).exists()
        assert f"!{source}" in sent


def test_the_image_does_not_run_as_root():
    users = re.findall(r"^USER (\S+)", (ROOT / "Dockerfile").read_text(), re.M)
    assert users == ["dayzero"]


def test_the_roles_script_is_valid_shell():
    script = ROOT / "deploy" / "postgres" / "10-roles.sh"
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_no_committed_file_names_a_package_host():
    listed = subprocess.run(
        ["git", "ls-files", "requirements*", "Dockerfile", "Makefile", ".ci/run"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    for name in listed:
        text = (ROOT / name).read_text()
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text), name


def test_behind_the_proxy_the_address_is_who_asks_it():
    """What somebody says of themselves stands before what the proxy adds."""
    asked = """if True:
        import django; django.setup()
        from config.addresses import address_of
        from django.test import RequestFactory
        for said in ("203.0.113.9", "10.1.2.3", "6.6.6.6, 203.0.113.9", ""):
            asks = RequestFactory(REMOTE_ADDR="172.18.0.3", HTTP_X_FORWARDED_FOR=said)
            print(address_of(asks.get("/")))
    """
    environ = {**os.environ, "DAYZERO_BEHIND_PROXY": "1"}
    environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    found = ["203.0.113.9", "10.1.2.3", "203.0.113.9", "172.18.0.3"]
    assert done.stdout.split() == found


def test_a_country_that_is_none_is_said_at_the_start():
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env={**os.environ, "DAYZERO_COUNTRY": "UK"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "DAYZERO_COUNTRY must be two letters of ISO 3166-1" in done.stderr


def test_a_web_process_loads_every_page_before_its_first_request():
    """What is frozen is not looked through by the collector at each request."""
    said = "import config.wsgi, gc, sys; print(gc.get_freeze_count(), *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", said],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    frozen, *modules = done.stdout.split()
    assert int(frozen) > 100_000
    assert {"outcomes.views.study", "registry.views.entry"} <= {*modules}

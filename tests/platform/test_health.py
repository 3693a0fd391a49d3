"""A load balancer is told the truth."""

from django.db import connection

from config.celery import app


def test_well_while_the_database_answers(db, client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_unwell_while_it_does_not(committed_db, client, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    connection.close()


def test_ready_says_what_each_part_says(db, client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["tables"] == "ok"
    assert "no-store" in answer["Cache-Control"]


def test_ready_while_the_broker_is_away(db, client, monkeypatch):
    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app.conf, "broker_read_url", "redis://127.0.0.1:1/0")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"tables": "ok", "broker": "does not answer"}


def test_not_ready_before_the_tables_are(db, client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'outcomes'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "migrations are to be applied" in answer.json()["tables"]


def test_a_training_copy_says_so_on_every_page(db, client, settings):
    said = "Training copy"
    assert said not in client.get("/account/sign-in/").content.decode()
    settings.TRAINING = True
    assert said in client.get("/account/sign-in/").content.decode()

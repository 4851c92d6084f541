"""A browser asks for a race as a file and gets it, or a sentence."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import link, server
from app.experiment import Experiment, Racer
from app.exports import FORMS, table

BOWL = Experiment(
    landscape="stretched-bowl", start=(-1.8, 0.9), steps=12, racers=(Racer("gradient-descent"),)
)


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=server.build()._user_routes))


def test_a_race_arrives_as_a_file_named_after_its_surface(client):
    answer = client.get(f"/take/race.csv{link.address(BOWL)}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    said = 'attachment; filename="stretched-bowl-race.csv"'
    assert answer.headers["content-disposition"] == said
    assert answer.content == table.to_csv(BOWL)


@pytest.mark.parametrize("suffix", ["json", "py", "png"])
def test_it_says_what_it_holds(client, suffix):
    answer = client.get(f"/take/race.{suffix}{link.address(BOWL)}")
    assert answer.headers["content-type"].startswith(FORMS[suffix].media_type)


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/take/race.xyz?on=a", 404, "There is no such file: 'race.xyz' does not say"),
        ("/take/race.csv", 400, "This link could not be read: it lacks on"),
        ("/take/race.csv?on=rosenbrock&from=1", 400, "This link could not be read: it lacks seed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(client, path, status, sentence):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.text.startswith(sentence)

"""The route of the races: a message for every link, a sentence for every mistake."""

from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import link, live, server
from app.edit import edited
from app.experiment import DEFAULT
from app.player.payload import message
from app.simulate import simulate

LINK = "?" + urlencode(link.write(DEFAULT))


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=server.build()._user_routes))


def test_a_link_is_answered_with_its_race(client):
    answer = client.post(live.ROUTE, json={"link": LINK})
    assert answer.status_code == 200
    assert answer.content == message(DEFAULT, simulate(DEFAULT))


def test_changes_are_made_before_the_race_is_run(client):
    changes = {"start": [0.5, 0.5], "racers.0.learning_rate": 0.001}
    answer = client.post(live.ROUTE, json={"link": LINK, "changes": changes})
    changed = edited(DEFAULT, changes)
    assert answer.content == message(changed, simulate(changed))


def test_a_surface_that_is_known_is_not_sent_again(client):
    asked = {"link": LINK, "known": ["himmelblau", "rosenbrock 100.0"]}
    short = client.post(live.ROUTE, json=asked).content
    # 109 × 109 numbers of four bytes.
    assert len(short) < len(client.post(live.ROUTE, json={"link": LINK}).content) - 47_000


def test_measures_come_when_they_are_asked_for(client):
    answer = client.post(live.ROUTE, json={"link": LINK, "parts": ["measures"]})
    assert answer.content == message(DEFAULT, simulate(DEFAULT), parts=frozenset({"measures"}))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "That cannot be done"),
        (b"[]", "asked for by an object"),
        (b'{"link": 3}', "'link' is no str"),
        (b'{"known": "rosenbrock 100.0"}', "'known' is no list"),
        (b'{"link": "?on=everest"}', "it lacks from"),
        (b'{"link": "%s", "changes": {"steps": 0}}' % LINK.encode(), "must be from 1 to 5,000"),
        (b'{"link": "%s", "parts": ["all"]}' % LINK.encode(), "no 'all' to send"),
        (b'{"link": "%s", "parts": [[]]}' % LINK.encode(), "That cannot be done"),
        (b"\xff\xfe\x00", "That cannot be done"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(client, body, sentence):
    answer = client.post(live.ROUTE, content=body)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_what_is_longer_than_any_race_is_not_read(client):
    assert client.post(live.ROUTE, content=b" " * (live.LONGEST + 1)).status_code == 413

"""The routes of the races and of the looks, asked by the link of networks."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import asked, live, server
from app.experiment import DEFAULT
from app.networks.edit import edited
from app.networks.look import answer
from app.networks.payload import message
from tests.app.networks.small import opened, training_of

RACE = training_of()
LINK = asked.query(RACE)
SLICE = {"kind": "slice", "surface": 0, "side": 9, "first": 0, "count": 2}


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=server.build()._user_routes))


def test_a_link_of_networks_is_answered_with_its_race(client):
    answered = client.post(live.ROUTE, json={"link": LINK})
    assert answered.status_code == 200
    assert answered.content == message(RACE)


def test_changes_are_made_before_the_network_is_trained(client):
    changes = {"setups.0.terms.batch": 16, "racers.3.learning_rate": 0.01, "seed": 2}
    answered = client.post(live.ROUTE, json={"link": LINK, "changes": changes})
    assert answered.content == message(edited(RACE, changes))


def test_measures_come_when_they_are_asked_for_and_known_surfaces_do_not(client):
    header, _ = opened(message(RACE))
    known = [one["key"] for one in header["surfaces"]]
    body = {"link": LINK, "parts": ["measures"], "known": known}
    answered = client.post(live.ROUTE, json=body)
    assert answered.content == message(RACE, parts=frozenset({"measures"}), known=known)


def test_a_look_is_answered_as_a_message(client):
    changes = {"seed": 1}
    answered = client.post(live.LOOK, json={"link": LINK, "changes": changes, "look": SLICE})
    assert answered.status_code == 200
    assert answered.content == answer(edited(RACE, changes), SLICE)
    header, array = opened(answered.content)
    assert array(header["values"]).shape == (2, 9)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"link": "?net=mlp"}, "it lacks plane, show, seed, run, steps"),
        ({"link": LINK, "changes": {"steps": 0}}, "must be from 1 to 5,000"),
        ({"link": LINK, "changes": {"setups.0.network.width": 9999}}, "is out of range"),
        ({"link": LINK.replace("moons", "csv-0123")}, "upload it again, then open the link"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence_by_both_routes(client, body, sentence):
    for route in (live.ROUTE, live.LOOK):
        answered = client.post(route, json=body | {"look": SLICE})
        assert answered.status_code == 422
        assert sentence in answered.text
        assert answered.text.startswith("That cannot be done: ")
        assert answered.text.endswith(".")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"link": LINK}, "there is no look 'None'"),
        ({"link": LINK, "look": "slice"}, "'look' is no dict"),
        ({"link": LINK, "look": SLICE | {"side": 0}}, "'side' is 0"),
        ({"link": asked.query(DEFAULT), "look": SLICE}, "only races of networks have more"),
    ],
)
def test_a_look_that_cannot_be_is_answered_with_a_sentence(client, body, sentence):
    answered = client.post(live.LOOK, json=body)
    assert answered.status_code == 422
    assert sentence in answered.text


def test_what_is_longer_than_any_look_is_not_read(client):
    assert client.post(live.LOOK, content=b" " * (live.LONGEST + 1)).status_code == 413

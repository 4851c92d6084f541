"""The page that plays offline holds all that it needs, and nothing of it points elsewhere."""

import base64
import gzip
import json
import re

from app.experiment import DEFAULT
from app.exports import page
from app.player.payload import PARTS, message
from app.simulate import simulate


def packed(text, name):
    (found,) = re.findall(f'id="{name}">([^<]*)</script>', text)
    return gzip.decompress(base64.b64decode(found))


def test_the_player_is_in_it_with_its_style_sheets_and_libraries():
    files = page.files()
    assert {page.SCRIPT, "player.css", "relief/relief.css"} <= files.keys()
    wanted = re.findall(r'fileUrl\("([^"]+)"\)', files[page.SCRIPT])
    assert set(wanted) <= files.keys()
    assert len(wanted) == len(page.LIBRARIES)


def test_the_message_in_it_is_that_of_the_race_with_every_part():
    text = page.to_html(DEFAULT).decode()
    assert packed(text, "message") == message(DEFAULT, simulate(DEFAULT), parts=PARTS)
    assert json.loads(packed(text, "files")) == page.files()
    assert len(text) <= 2_000_000


def test_nothing_in_it_is_asked_of_a_network():
    text = page.to_html(DEFAULT).decode()
    assert not re.search(r"https?://", text)

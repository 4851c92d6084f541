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


def test_every_module_is_in_it_under_the_name_by_which_the_others_import_it():
    files = page.files()
    ours = {name: text for name, text in files.items() if not name.startswith("vendor/")}
    for name, text in ours.items():
        assert not re.search(r"""(from|import)\s*\(?\s*["']\.""", text), name
        for imported in re.findall(r'(?:from |import |import\()"player/([^"]+)"', text):
            assert imported in files, f"{imported} of {name}"
    assert {"page/offline.js", "player.js", "player.css", page.LIBRARY} <= files.keys()


def test_the_message_in_it_is_that_of_the_race_with_every_part():
    text = page.to_html(DEFAULT).decode()
    assert packed(text, "message") == message(DEFAULT, simulate(DEFAULT), parts=PARTS)
    assert json.loads(packed(text, "files")) == page.files()
    assert len(text) <= 2_000_000


def test_nothing_in_it_is_asked_of_a_network():
    text = page.to_html(DEFAULT).decode()
    assert not re.search(r"https?://", text)

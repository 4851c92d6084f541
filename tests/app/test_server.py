"""Our own files over HTTP, and the settings the command passes on."""

import re
import tomllib

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import assets, server
from app.player.palette import STYLES


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=server.build()._user_routes))


@pytest.mark.parametrize("name", assets.files())
def test_files_arrive_compressed_and_may_be_kept_for_ever(client, name):
    answer = client.get(f"{assets.base_url('/')}/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == assets.files()[name]()


def test_a_file_asked_for_under_an_old_name_is_not_kept(client):
    assert client.get("/assets/0123/player/player.js").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name",
    ["nothing.js", "boot.js", "player/payload.py", "../app/main.py", "player/%2e%2e/main.py"],
)
def test_nothing_but_files_for_the_browser_is_served(client, name):
    assert client.get(f"{assets.base_url('/')}/{name}").status_code == 404


def test_everything_the_browser_loads_is_at_most_1200_kilobytes():
    assert sum(len(assets.asset(name).body) for name in assets.files()) <= 1_200_000


def test_options_are_the_config_files_by_dotted_names():
    options = server.options()
    assert options["runner.postScriptGC"] is False
    assert options["theme.dark.backgroundColor"].startswith("#")
    assert not any(isinstance(value, dict) for value in options.values())


def test_text_and_trails_have_the_same_colours():
    theme = tomllib.loads(server.CONFIG.read_text())["theme"]
    for style in STYLES:
        key = "primaryColor" if style.name == "primary" else f"{style.name}TextColor"
        assert (theme["light"][key], theme["dark"][key]) == (style.light, style.dark)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_racer_colours_are_readable_as_text(mode):
    background = luminance(server.options()[f"theme.{mode}.backgroundColor"])
    for style in STYLES:
        lighter, darker = sorted([luminance(getattr(style, mode)), background], reverse=True)
        # primaryColor also fills buttons under white text; 3:1 is the bar for large text and marks
        assert (lighter + 0.05) / (darker + 0.05) >= 3, style


def test_the_boot_script_is_small_and_constant():
    boot = (assets.APP / "boot.js").read_text()
    assert len(boot) <= 2048
    assert set(re.findall("__[A-Z]+__", boot)) == {"__MODULE__", "__NAME__"}

"""The gallery's menus and its pictures."""

import io
import json

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import minimum_filter
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import landscapes
import optimizers
from app import assets, server
from app.gallery import menu, pictures
from landscapes import LANDSCAPES
from landscapes.heights import heights


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=server.build()._user_routes))


def opacities(png):
    """From 0 to 255, rows from bottom to top."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))[::-1, :, 3].astype(float)


@pytest.mark.parametrize("slug", LANDSCAPES)
def test_a_picture_is_more_opaque_where_the_surface_is_higher(client, slug):
    answer = client.get(f"/pictures/{pictures.digest()}/{slug}.png")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    shades = opacities(answer.content)
    assert shades.shape == (pictures.HEIGHT, pictures.WIDTH)
    values = heights(LANDSCAPES[slug], pictures.GRID)
    rows, columns = (np.linspace(0, pictures.GRID - 1, n).round().astype(int) for n in shades.shape)
    # Contour lines are as opaque on low ground as on high ground; the filter takes them away.
    shade, value = minimum_filter(shades, 3).ravel(), values[np.ix_(rows, columns)].ravel()
    one, other = np.random.default_rng(0).integers(shade.size, size=(2, 20_000))
    clearly = shade[one] > shade[other] + 20
    assert clearly.sum() > 1_000
    assert (value[one] > value[other])[clearly].mean() > 0.98


def test_all_pictures_together_are_at_most_400_kilobytes():
    assert sum(len(pictures.png(slug)) for slug in LANDSCAPES) <= 400_000


def test_a_picture_asked_for_under_an_old_name_is_not_kept(client):
    assert client.get("/pictures/0123/saddle.png").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("slug", ["everest", "%2e%2e%2fsaddle"])
def test_there_is_no_picture_of_what_is_no_landscape(client, slug):
    answer = client.get(f"/pictures/{pictures.digest()}/{slug}.png")
    assert answer.status_code == 404


def test_what_there_is_no_picture_of_is_named(client):
    answer = client.get(f"/pictures/{pictures.digest()}/everest.png")
    assert answer.text == "There is no landscape 'everest'."


@pytest.mark.parametrize(
    ("name", "families"),
    [("landscapes", landscapes.FAMILIES), ("optimizers", optimizers.FAMILIES)],
)
def test_the_menu_lists_every_entry_of_every_family_in_order(client, name, families):
    sent = client.get(f"{assets.base_url('/')}/gallery/menus.json").json()[name]
    assert [family["title"] for family in sent["families"]] == list(families)
    for described, entries in zip(sent["families"], families.values(), strict=True):
        for shown, entry in zip(described["entries"], entries, strict=True):
            assert shown == {"slug": entry.slug, "title": entry.title, "point": entry.point}


def test_only_surfaces_have_pictures():
    menus = json.loads(menu.to_json())
    assert menus["landscapes"]["pictures"] == pictures.digest()
    assert menus["optimizers"]["pictures"] is None


def test_what_goes_to_the_browser_with_every_run_is_little():
    def page():
        from app.gallery import component

        component.choose(component.LANDSCAPES, "saddle", print, key="surface", label="Surface")
        component.choose(component.OPTIMIZERS, None, print, key="add", label="Add", help="More")

    app = AppTest.from_function(page).run()
    assert not app.exception
    sent = [element.proto.json for element in app.main if element.type == "bidi_component"]
    assert [json.loads(text)["chosen"] for text in sent] == ["saddle", None]
    assert max(map(len, sent)) < 200

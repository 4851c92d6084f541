"""Parts of what a network does: lines of equal height, answers kept, classes told apart."""

import pytest

from app import assets

pytestmark = pytest.mark.browser


@pytest.fixture
def run(open_page):
    """Run JavaScript in which `load` fetches modules of the player."""
    page = open_page("_stcore/health", wait=False)
    load = f"const load = (file) => import('{assets.base_url('')}/player/' + file);"
    return lambda script: page.evaluate("async () => {" + load + script + "}")


def test_contours_lie_on_the_level_and_close_around_it(run):
    ends = run(
        """
        const { traceContours } = await load("network/heat.js");
        const z = Array.from({ length: 41 }, (_, i) =>
          Array.from({ length: 61 }, (_, j) => ((j - 30) / 10) ** 2 + ((i - 20) / 10) ** 2));
        const ends = [];
        const note = (x, y) => ends.push([x, y]);
        traceContours({ moveTo: note, lineTo: note }, z, [1], { width: 60, height: 40 });
        return ends;
        """
    )
    # A circle of radius 10, with straight pieces between grid lines a little inside of it.
    assert all(9.9 < ((x - 30) ** 2 + (y - 20) ** 2) ** 0.5 < 10.05 for x, y in ends)
    # Every end of a piece is the end of one other.
    places = [(round(x, 6), round(y, 6)) for x, y in ends]
    assert len(places) >= 40
    assert all(places.count(place) % 2 == 0 for place in places)


def test_heat_has_the_values_of_the_grid_at_its_points(run):
    pixels = run(
        """
        const { drawHeat } = await load("network/heat.js");
        const context = new OffscreenCanvas(41, 41).getContext("2d");
        const paint = (row, column, pixels, at) => {
          pixels[at] = 60 * column;
          pixels[at + 1] = 60 * row;
        };
        drawHeat(context, [5, 5], paint, { width: 41, height: 41 });
        const at = (x, y) => [...context.getImageData(x, y, 1, 1).data];
        return [at(0, 40), at(40, 0), at(20, 20)];
        """
    )
    for found, wanted in zip(pixels, ([0, 0], [240, 240], [120, 120]), strict=True):
        assert found[:2] == pytest.approx(wanted, abs=8)
        assert found[3] == 255


def test_of_what_is_kept_the_least_recently_used_goes_first(run):
    kept = run(
        """
        const { Recent } = await load("network/recent.js");
        const recent = new Recent(2);
        recent.set("a", 1);
        recent.set("b", 2);
        recent.get("a");
        recent.set("c", 3);
        return ["a", "b", "c"].map((key) => recent.get(key) ?? null);
        """
    )
    assert kept == [1, None, 3]


def test_no_two_classes_look_alike(run):
    looks = run(
        """
        const { classLooks } = await load("network/classes.js");
        const names = Array.from({ length: 40 }, (_, i) => String(i));
        return [false, true].map((dark) =>
          classLooks(names, { dark }).map(({ colour, mark }) => colour + mark));
        """
    )
    assert all(len(set(theme)) == 40 for theme in looks)

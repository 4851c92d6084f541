"""What the clock counts: steps, or evaluations of the function."""

from dataclasses import replace

import numpy as np
import pytest

from app.experiment import DEFAULT, Racer
from app.simulate import simulate
from tests.browser.player import PLAYER, query, read, stop, turn, wait_for

pytestmark = pytest.mark.browser

RACERS = (Racer("gradient-descent", (("learning_rate", 1e-3),)), Racer("lbfgs", slot=5))
RACE = replace(DEFAULT, racers=RACERS, steps=60)
PROGRESS = """async ([race, axis, positions]) => {
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  const player = files.find((name) => name.endsWith("/bundle.js"));
  const { Progress } = await import(player.replace("bundle.js", "progress.js"));
  const progress = new Progress(race, axis);
  return [progress.limit, positions.map((position) => {
    progress.move(position);
    return [progress.rows[0], progress.reached(0)];
  })];
}"""


def opened(open_page, **changed):
    page = open_page(query(racers=RACERS, steps=60, **changed))
    page.locator(f"{PLAYER} .play").wait_for()
    stop(page, 0)
    return page


def count(page, axis):
    page.locator(f"{PLAYER} .viewbar").get_by_role("button", name=axis).click()
    wait_for(page, f"root.dataset.axis === '{axis.lower()}'")


def progress(page, evaluations, positions, axis="evaluations"):
    racers = [{"rows": len(evaluations), "evaluations": evaluations}]
    race = {"budget": "steps", "steps": 10, "racers": racers}
    return page.evaluate(PROGRESS, [race, axis, positions])


def standings(page):
    page.wait_for_timeout(150)  # the table is written a few times a second only
    rows = page.locator(f"{PLAYER} .standings tbody tr")
    return [
        (row.locator(".count").inner_text(), row.locator(".loss").inner_text())
        for row in rows.all()
    ]


def test_it_counts_what_the_length_of_the_race_counts(open_page):
    assert read(opened(open_page), "axis") == "steps"
    page = opened(open_page, budget="evaluations")
    assert read(page, "axis") == "evaluations"
    assert page.locator(f"{PLAYER} .readout").inner_text() == "evaluation 0 / 60"


def test_on_evaluations_the_race_lasts_as_long_as_the_racer_that_used_most(open_page):
    page = opened(open_page)
    count(page, "Evaluations")
    page.locator(PLAYER).focus()
    page.keyboard.press("End")
    most = int(max(result.trajectory.evaluations[-1] for result in simulate(RACE)))
    wait_for(page, f"root.dataset.step === '{most}'")
    assert most > RACE.steps
    assert page.locator(f"{PLAYER} .scrubber").get_attribute("max") == str(most)


@pytest.mark.parametrize("position", [0, 1, 2, 7, 23, 61])
def test_each_racer_stands_where_its_evaluations_have_brought_it(open_page, position):
    page = opened(open_page)
    count(page, "Evaluations")
    stop(page, position)
    for (used, loss), (trajectory, *_) in zip(standings(page), simulate(RACE), strict=True):
        row = max(int(np.searchsorted(trajectory.evaluations, position, side="right")) - 1, 0)
        assert int(used) == trajectory.evaluations[row]
        number = float(loss.replace("−", "-"))
        assert number == pytest.approx(trajectory.values[row], rel=1e-3, abs=1e-30)


def test_a_racer_whose_step_costs_five_moves_a_fifth_of_it_with_each_evaluation(open_page):
    page = opened(open_page)
    limit, rows = progress(page, [1, 6, 7], [0, 1, 2, 5, 6, 6.5, 7])
    assert limit == 7
    assert [row for row, _ in rows] == pytest.approx([0, 0, 0.2, 0.8, 1, 1.5, 2])
    assert [reached for _, reached in rows] == [0, 0, 0, 0, 1, 1, 2]


def test_past_its_end_a_racer_stands_still_and_its_other_seeds_keep_its_pace(open_page):
    page = opened(open_page)
    assert progress(page, [1, 3, 5], [5, 9])[1] == [[2, 2], [4, 2]]
    assert progress(page, [1], [0, 9])[1] == [[0, 0], [8, 0]]
    assert progress(page, [1, 3, 5], [9], "steps") == [10, [[9, 2]]]


def test_a_race_in_which_nothing_was_evaluated_still_has_a_length(open_page):
    assert progress(opened(open_page), [0], [0])[0] == 1


def test_the_choice_of_the_reader_survives_a_new_race(open_page):
    page = opened(open_page)
    count(page, "Evaluations")
    stop(page, 30)
    turn(page, "racers.0.learning_rate")
    assert (read(page, "axis"), read(page, "step")) == ("evaluations", "30")


def test_keys_buttons_speed_and_curves_speak_of_evaluations(open_page):
    page = opened(open_page)
    count(page, "Evaluations")
    page.get_by_label("One evaluation on").click()
    wait_for(page, "root.dataset.step === '1'")
    page.locator(PLAYER).focus()
    page.keyboard.press("Shift+ArrowRight")
    wait_for(page, "root.dataset.step === '11'")
    assert page.locator(f"{PLAYER} .readout").inner_text().startswith("evaluation 11 / ")
    assert "evals/s" in page.locator(f"{PLAYER} .speed option").first.text_content()
    label = page.locator(f"{PLAYER} .curve-area canvas[role=img]").get_attribute("aria-label")
    assert "against evaluations" in label
    count(page, "Steps")
    page.get_by_label("One step back").click()
    wait_for(page, "root.dataset.step === '10'")


def test_who_looks_at_the_end_still_does_when_the_race_grows_longer(open_page):
    page = opened(open_page)
    stop(page, 60)
    count(page, "Evaluations")
    wait_for(page, "root.dataset.step === root.querySelector('.scrubber').max")
    assert int(read(page, "step")) > 60


def test_a_racer_out_of_evaluations_stands_at_its_last_point_and_has_not_crashed(open_page):
    page = opened(open_page, budget="evaluations")
    count(page, "Steps")
    stop(page, 59)
    result = simulate(replace(RACE, budget="evaluations"))[1]
    assert len(result.trajectory.points) < 60
    used, _ = standings(page)[1]
    assert int(used) == result.trajectory.evaluations[-1]
    outcome = page.locator(f"{PLAYER} .standings tbody tr").nth(1).locator(".outcome")
    assert outcome.get_attribute("data-kind") == "converged"

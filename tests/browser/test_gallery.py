"""Choosing from the gallery, by mouse, by keyboard and by touch."""

import pytest

from app.experiment import DEFAULT, MOST_RACERS
from landscapes import FAMILIES, LANDSCAPES
from optimizers import OPTIMIZERS

pytestmark = pytest.mark.browser

SURFACE = ".st-key-landscape"
ADD = ".st-key-add"
CHOSEN = LANDSCAPES[DEFAULT.landscape]
CARDS = list(LANDSCAPES)


def opener(page, where=SURFACE):
    return page.locator(f"{where} .opener")


def panel(page, where=SURFACE):
    return page.locator(f"{where} dialog")


def opened(page, where=SURFACE):
    opener(page, where).click()
    panel(page, where).wait_for(state="visible")
    return panel(page, where)


def focused(page):
    """What has the focus, looking through shadow roots: its slug, else its class or its tag."""
    return page.evaluate(
        """() => {
            let node = document.activeElement;
            while (node?.shadowRoot) node = node.shadowRoot.activeElement;
            return node && (node.dataset.slug ?? (node.className || node.tagName.toLowerCase()));
        }"""
    )


def shown(dialog):
    return dialog.locator(".card:visible").evaluate_all("cards => cards.map(c => c.dataset.slug)")


def wait_for_link(page, part):
    page.wait_for_function("(part) => decodeURIComponent(location.search).includes(part)", arg=part)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_shows_what_is_chosen(open_page, scheme):
    page = open_page(color_scheme=scheme)
    button = page.get_by_role("button", name=f"Landscape {CHOSEN.title}")
    button.wait_for()
    assert button.get_attribute("aria-haspopup") == "dialog"
    assert button.locator(".picture").bounding_box()["width"] > 40


def test_the_panel_lies_above_the_page_and_moves_nothing(open_page):
    page = open_page(reduced_motion="reduce")
    page.evaluate(
        """() => {
            window.moved = 0;
            new PerformanceObserver((list) => {
                for (const shift of list.getEntries()) window.moved += shift.value;
            }).observe({ type: "layout-shift" });
        }"""
    )
    box = opened(page).bounding_box()
    page.wait_for_timeout(500)
    sidebar = page.locator("[data-testid=stSidebar]").bounding_box()
    assert box["x"] + box["width"] > sidebar["x"] + sidebar["width"] + 500
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).shadowRoot !== null", middle)
    assert page.evaluate("moved") == 0


def test_every_entry_is_there_and_the_chosen_one_is_marked(open_page):
    page = open_page()
    dialog = opened(page)
    assert shown(dialog) == CARDS
    assert dialog.get_by_role("group").count() == len(FAMILIES)
    chosen = dialog.get_by_role("option", selected=True)
    assert chosen.count() == 1
    assert chosen.get_attribute("data-slug") == DEFAULT.landscape
    panel(page).press("Escape")
    dialog = opened(page, ADD)
    assert shown(dialog) == list(OPTIMIZERS)
    assert dialog.get_by_role("option", selected=True).count() == 0


def test_what_can_be_operated_has_a_role_and_a_name(open_page):
    page = open_page()
    dialog = opened(page)
    page.get_by_role("dialog", name="Landscapes").wait_for()
    dialog.get_by_role("searchbox", name=f"Search {len(CARDS)} landscapes").wait_for()
    dialog.get_by_role("listbox", name="Landscapes").wait_for()
    dialog.get_by_role("button", name="Close").wait_for()
    for title, family in FAMILIES.items():
        group = dialog.get_by_role("group", name=title, exact=True)
        for entry in family:
            card = group.get_by_role("option", name=entry.title, exact=True)
            assert entry.point in card.inner_text()


def pictures(page):
    """The pictures that have arrived, by slug."""
    return page.evaluate(
        """() => performance.getEntriesByType("resource").map(({ name }) => name)
            .filter((name) => name.includes("/pictures/"))
            .map((name) => name.match(/([^/]+)[.]png$/)[1])"""
    )


def wait_for_picture(page, slug):
    page.wait_for_function(
        "(slug) => performance.getEntriesByType('resource').some(({ name, responseStatus }) =>"
        " name.endsWith(`/${slug}.png`) && responseStatus === 200)",
        arg=slug,
    )


def test_pictures_are_fetched_when_their_cards_come_into_view(open_page):
    page = open_page(viewport={"width": 800, "height": 500})
    wait_for_picture(page, DEFAULT.landscape)
    assert pictures(page) == [DEFAULT.landscape]
    dialog = opened(page)
    wait_for_picture(page, CARDS[0])
    assert CARDS[-1] not in pictures(page)
    dialog.get_by_role("option").last.scroll_into_view_if_needed()
    wait_for_picture(page, CARDS[-1])


def test_a_search_leaves_what_fits_and_enter_takes_the_first(open_page):
    page = open_page()
    dialog = opened(page)
    assert focused(page) == "input"
    page.keyboard.type("BOOTHS func")
    assert shown(dialog) == ["booth"]
    assert dialog.get_by_role("status").inner_text() == f"1 of {len(CARDS)}"
    page.keyboard.press("Enter")
    wait_for_link(page, "on=booth")
    panel(page).wait_for(state="hidden")
    page.get_by_role("button", name=f"Landscape {LANDSCAPES['booth'].title}").wait_for()


def test_a_search_that_finds_nothing_says_so_and_is_forgotten(open_page):
    page = open_page()
    dialog = opened(page)
    page.keyboard.type("xyzzy")
    assert shown(dialog) == []
    assert "xyzzy" in dialog.get_by_role("status").inner_text()
    page.keyboard.press("Enter")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert shown(opened(page)) == CARDS


def test_arrows_move_among_the_cards_and_letters_lead_back_to_the_search(open_page):
    page = open_page()
    opened(page)
    page.keyboard.press("ArrowDown")
    assert focused(page) == DEFAULT.landscape
    page.keyboard.press("ArrowRight")
    assert focused(page) == CARDS[CARDS.index(DEFAULT.landscape) + 1]
    page.keyboard.press("Home")
    assert focused(page) == CARDS[0]
    page.keyboard.press("ArrowDown")
    assert focused(page) == CARDS[3]  # three cards in a row
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "input"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert focused(page) == CARDS[-1]
    page.keyboard.type("saddle")
    assert focused(page) == "input"
    assert panel(page).locator("input").input_value() == "saddle"


def test_enter_on_a_card_chooses_it_and_the_button_has_the_focus_again(open_page):
    page = open_page()
    opened(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    wait_for_link(page, f"on={CARDS[CARDS.index(DEFAULT.landscape) + 1]}")
    assert focused(page) == "opener"


def test_escape_the_cross_and_a_click_outside_close_and_choose_nothing(open_page):
    page = open_page()
    before = page.url
    opened(page)
    page.keyboard.press("Escape")
    panel(page).wait_for(state="hidden")
    assert focused(page) == "opener"
    opened(page).get_by_role("button", name="Close").click()
    panel(page).wait_for(state="hidden")
    opened(page)
    page.mouse.click(20, 500)
    panel(page).wait_for(state="hidden")
    assert focused(page) == "opener"
    assert page.url == before


def test_the_tab_key_stays_in_the_panel(open_page):
    page = open_page()
    opened(page)
    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(focused(page))
    assert stops[:2] == ["close", DEFAULT.landscape]
    assert "opener" not in stops


def test_the_shortcuts_of_the_page_sleep_while_somebody_types(open_page):
    page = open_page()
    opened(page)
    page.evaluate("document.body.addEventListener('keydown', () => { window.leaked = true; })")
    page.keyboard.type("rc")
    assert not page.evaluate("window.leaked")


def test_optimizers_are_added_also_the_same_one_twice(open_page):
    page = open_page()
    racing = len(DEFAULT.racers)
    for more in range(1, MOST_RACERS - racing + 1):
        opened(page, ADD).get_by_role("option", name="Adam", exact=True).click()
        rows = page.locator(".descent-player .standings tbody tr")
        rows.nth(racing + more - 1).wait_for()
    opener(page, ADD).and_(page.locator(":disabled")).wait_for()
    assert "lanes" in opener(page, ADD).get_attribute("title")


def test_on_a_phone_it_fills_the_screen_and_calls_no_keyboard(open_page):
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.get_by_test_id("stExpandSidebarButton").tap()
    opener(page).tap()
    dialog = panel(page)
    dialog.wait_for(state="visible")
    assert dialog.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert focused(page) == "cards"
    dialog.get_by_role("option", name=LANDSCAPES[CARDS[0]].title, exact=True).tap()
    wait_for_link(page, f"on={CARDS[0]}")


def test_a_theme_switched_while_it_is_open_is_followed(open_page):
    page = open_page(color_scheme="light")
    dialog = opened(page)
    ground = "(node) => getComputedStyle(node).backgroundColor"
    assert dialog.evaluate(ground) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        f"(node) => ({ground})(node) === 'rgb(16, 21, 29)'", arg=dialog.element_handle()
    )

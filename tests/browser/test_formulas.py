"""Every formula of every entry can be set by the browser."""

from pathlib import Path

import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS
from tests.browser.serving import served

pytestmark = pytest.mark.browser
TESTS = Path(__file__).parent.parent


def test_every_formula_and_symbol_is_set_without_an_error(browser):
    script = str(TESTS / "browser" / "pages" / "formulas.py")
    with served(str(TESTS / "benchmarks" / "serve.py"), script) as url:
        page = browser.new_page()
        page.goto(url)
        page.get_by_text("all set").wait_for(timeout=60_000)
        page.wait_for_timeout(1000)
        assert page.locator(".katex").count() >= len(LANDSCAPES) + len(OPTIMIZERS)
        assert page.locator(".katex-error").count() == 0
        page.close()

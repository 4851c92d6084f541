"""Numbers as the app computes them, and stricter: no silent change of rank."""

import jax
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, backend

backend.prepare()
jax.config.update("jax_numpy_rank_promotion", "raise")


# First, since the processes that share the tests read the groups in a hook of the same name.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have all tests of an optimizer or of a landscape run in one process: it compiles for all."""
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(_subject(item)))


def _subject(item: pytest.Item) -> str:
    """The optimizer that is tested, else the landscape, else what the module is about."""
    given = getattr(item, "callspec", None)
    values = given.params.values() if given else ()
    slugs = {value if isinstance(value, str) else getattr(value, "slug", None) for value in values}
    named = [slug for menu in (OPTIMIZERS, LANDSCAPES) for slug in menu if slug in slugs]
    return named[0] if named else item.path.stem

"""The rules of the house: who may import whom, how large things grow, and that menus are whole."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import app
import landscapes
import optimizers
from landscapes import LANDSCAPES, Landscape
from optimizers import OPTIMIZERS, Optimizer

ROOT = Path(__file__).parent.parent
PACKAGES = ("app", "hyperparameters", "landscapes", "optimizers")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
SCRIPTS = sorted((ROOT / "app").rglob("*.js"))
WITHOUT_STREAMLIT = (
    "app/asked.py",
    "app/assets.py",
    "app/cache.py",
    "app/edit.py",
    "app/experiment.py",
    "app/knobs.py",
    "app/link.py",
    "app/live.py",
    *(
        f"app/networks/{name}.py"
        for name in ("edit", "knobs", "link", "look", "outputs", "payload", "presets")
    ),
    *(
        f"app/networks/{name}.py"
        for name in ("setup", "simulate", "trained", "training", "uploads")
    ),
    "app/report.py",
    "app/simulate.py",
    "app/symbols.py",
    *(f"app/exports/{path.name}" for path in (ROOT / "app" / "exports").glob("*.py")),
    "app/gallery/menu.py",
    "app/gallery/pictures.py",
    "app/player/binary.py",
    "app/player/internals.py",
    "app/player/palette.py",
    "app/player/payload.py",
)

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


def imported_by(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def top_levels(path):
    return {name.partition(".")[0] for name in imported_by(path)}


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("hyperparameters", {"app", "landscapes", "optimizers", "jax", "streamlit", "plotly"}),
        ("landscapes", {"app", "optimizers", "streamlit", "plotly"}),
        ("optimizers", {"app", "landscapes", "streamlit", "plotly"}),
    ],
)
def test_compute_knows_nothing_of_the_page_or_of_its_neighbour(package, forbidden):
    for path in (ROOT / package).rglob("*.py"):
        assert not top_levels(path) & forbidden, path


@pytest.mark.parametrize("name", WITHOUT_STREAMLIT)
def test_what_is_not_a_page_imports_no_streamlit(name):
    assert "streamlit" not in top_levels(ROOT / name)


def test_landscapes_and_optimizers_meet_only_in_the_experiment_and_its_readers():
    both = {
        str(path.relative_to(ROOT))
        for path in FILES
        if {"landscapes", "optimizers"} <= top_levels(path)
    }
    assert both <= {
        "app/experiment.py",
        "app/explain.py",
        "app/networks/trained.py",
        "app/gallery/menu.py",
        "app/player/payload.py",
        "app/server.py",
    }


def test_there_are_no_import_cycles():
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in FILES
    }
    edges = {
        name: {target for target in imported_by(path) if target in modules and target != name}
        for name, path in modules.items()
    }
    # A module that takes its neighbour from their package does not depend on the package's menu.
    for name, targets in edges.items():
        targets.discard(name.rpartition(".")[0])
    while leaves := {name for name, targets in edges.items() if not targets}:
        edges = {name: targets - leaves for name, targets in edges.items() if name not in leaves}
    assert not edges


@every_file
def test_modules_and_functions_stay_small(path):
    limit = 60 if path.parent.name == "views" else 300
    assert len(path.read_text().splitlines()) <= limit
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 60, node.name


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_of_the_player_stay_small_and_fetch_nothing_from_elsewhere(path):
    if path.parent.name == "vendor":
        pytest.skip("a library as its authors publish it")
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text


@pytest.mark.parametrize(
    ("package", "kind", "menu"),
    [(landscapes, Landscape, LANDSCAPES), (optimizers, Optimizer, OPTIMIZERS)],
)
def test_every_entry_is_on_its_menu_under_its_slug(package, kind, menu):
    found = set()
    for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(info.name)
        entries = [value for value in vars(module).values() if isinstance(value, kind)]
        found |= {entry.slug for entry in entries}
        if entries:
            assert tuple(entries) == module.ENTRIES, info.name
    assert found == set(menu)
    assert all(slug == entry.slug for slug, entry in menu.items())
    assert all(slug.replace("-", "").isalnum() and slug == slug.lower() for slug in menu)


def test_importing_the_catalogue_touches_no_device_and_leaves_the_precision_open():
    code = """
import jax, landscapes, optimizers, app.experiment
from jax._src import xla_bridge
assert not xla_bridge._backends, "a device was started"
jax.config.update("jax_enable_x64", True)
assert jax.numpy.ones(1).dtype == "float64"
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_tests_in_a_browser_and_no_others_lie_in_their_folder():
    marked = re.compile(r"^(pytestmark = |@)pytest\.mark\.browser", re.MULTILINE)
    for path in (ROOT / "tests").rglob("test_*.py"):
        assert bool(marked.search(path.read_text())) == (path.parent.name == "browser"), path


def test_the_version_is_stated_once():
    from importlib.metadata import version

    assert version("descent-lab")
    assert not hasattr(app, "__version__")

"""The README tells the truth."""

import doctest
import re
from pathlib import Path

from landscapes import LANDSCAPES
from landscapes.datasets import DATASETS
from landscapes.networks import ACTIVATIONS, INITIALISATIONS, NETWORKS
from landscapes.planes import PLANES
from optimizers import OPTIMIZERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_its_example_prints_what_it_says():
    failures, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert (failures, tried > 3) == (0, True)


def test_its_menus_are_whole():
    table = README.split("| on the menu |")[1].split("\n\n")[0].lower()
    for entry in [*LANDSCAPES.values(), *OPTIMIZERS.values()]:
        assert entry.title.lower() in table, entry.title


def test_its_menus_of_networks_are_whole():
    table = README.split("| of networks |")[1].split("\n\n")[0].lower()
    for menu in (NETWORKS, ACTIVATIONS, INITIALISATIONS, DATASETS, PLANES):
        for entry in menu.values():
            assert entry.title.lower() in table, entry.title


def test_its_test_command_is_the_one_that_ci_runs():
    commands = re.findall(r"^pip install uv && (uv run .*?)\s+#", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text()


def test_the_files_it_names_exist():
    named = re.findall(r"`((?:app|examples|landscapes|optimizers|tests|\.github)/[\w./]*)`", README)
    assert named
    assert all((ROOT / name).exists() for name in named)

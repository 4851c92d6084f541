"""`descent-lab export` writes what it is asked for, or says in a sentence why it cannot."""

import os
import re
import subprocess
import sys

import pytest

from app import __main__, link
from app.experiment import DEFAULT, Experiment, Racer
from app.exports import FORMS, form
from app.exports import command as exporting

BOWL = Experiment(
    landscape="stretched-bowl", start=(-1.8, 0.9), steps=12, racers=(Racer("gradient-descent"),)
)
BEGINS = {
    "html": b"<!doctype html>",
    "csv": b"racer,seed,step,x,y,loss,",
    "json": b"{",
    "py": b'"""Stretched bowl',
    "png": b"\x89PNG\r\n",
    "gif": b"GIF89a",
}


def command(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["descent-lab", *map(str, words)])
    __main__.main()


@pytest.fixture(autouse=True)
def no_programs_on_disk(monkeypatch):
    monkeypatch.setattr("app.cache.folder", lambda: None)


def test_every_form_is_written_and_its_size_told(monkeypatch, tmp_path, capsys):
    paths = [tmp_path / f"race.{suffix}" for suffix in FORMS]
    wanted = [word for path in paths for word in ("--to", path)]
    command(monkeypatch, "export", link.address(BOWL), *wanted, "--size", "400x300")
    said = capsys.readouterr().out.splitlines()
    for path, line in zip(paths, said, strict=True):
        data = path.read_bytes()
        assert data.startswith(BEGINS[path.suffix[1:]]), path.suffix
        assert line.startswith(f"{path}: {form(path.name).title.lower()}, ")
        number, unit = line.split()[-2:]
        assert float(number) * {"kB": 1e3, "MB": 1e6}[unit] == pytest.approx(len(data), rel=0.06)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--to", "race.xyz"], r"'race.xyz' does not say .* can be \.html, \.csv, \.json"),
        (["--to", "race"], "'race' does not say what it is to hold"),
        (["--to", "nowhere/race.csv"], "there is no folder 'nowhere'"),
        (["--to", "folder.csv"], "'folder.csv' is a folder"),
        (["on=rosenbrock", "--to", "race.csv"], "this link could not be read: it lacks from"),
        (["?on=nowhere", "--to", "race.csv"], "this link could not be read"),
        (["--to", "race.png", "--size", "big"], "the size is 'big', but it must be WIDTHxHEIGHT"),
        (["--to", "race.gif", "--size", "9x9"], "9 × 9 pixels is out of range"),
        ([], "required: --to"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_written(
    words, sentence, monkeypatch, tmp_path, capsys
):
    (tmp_path / "folder.csv").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        command(monkeypatch, "export", *words)
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert re.search(sentence, said.err)
    assert (os.listdir(tmp_path), said.out) == (["folder.csv"], "")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_may_not_be_written_is_refused(monkeypatch, tmp_path, capsys):
    (tmp_path / "race.csv").write_text("mine")
    (tmp_path / "race.csv").chmod(0o400)
    with pytest.raises(SystemExit):
        command(monkeypatch, "export", "--to", tmp_path / "race.csv")
    assert "may not be written" in capsys.readouterr().err


def test_the_command_line_answers_without_waiting_for_jax_or_streamlit():
    code = "import sys, app.__main__; print({'jax', 'streamlit'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_options_of_the_server_stay(monkeypatch):
    served = []
    monkeypatch.setattr(__main__, "serve", served.append)
    command(monkeypatch, "--headless", "--port", "9000")
    assert (served[0].headless, served[0].port, served[0].address) == (True, 9000, "localhost")


def test_without_a_link_it_is_the_opening_race():
    assert exporting._opened("") == DEFAULT

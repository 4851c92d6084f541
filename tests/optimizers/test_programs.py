"""Compiled programs: one for a function and an optimizer, kept on disk, and never a wrong one."""

import stat
import subprocess
import sys
from pathlib import Path

import jax
import numpy as np
import pytest

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS, programs, run

ROOT = Path(__file__).parent.parent.parent
ADAM = OPTIMIZERS["adam"]
BEALE = LANDSCAPES["beale"]


@pytest.fixture
def folder(tmp_path):
    programs.keep_in(tmp_path / "programs")
    programs.forget()
    yield tmp_path / "programs"
    programs.keep_in(None)
    programs.forget()


def raced():
    return run(BEALE.fn, ADAM, BEALE.start, steps=50).points


def test_a_program_from_the_disk_gives_the_same_bits(folder):
    fresh = raced()
    (file,) = folder.iterdir()
    written = file.stat().st_mtime_ns
    programs.forget()
    np.testing.assert_array_equal(raced(), fresh)
    assert file.stat().st_mtime_ns == written


def test_a_later_process_loads_what_a_former_one_compiled(folder):
    points = raced()
    code = f"""
import jax, pathlib
from optimizers import OPTIMIZERS, backend, run
from landscapes import LANDSCAPES
backend.prepare(pathlib.Path({str(folder)!r}))
compiled = []
jax.monitoring.register_event_duration_secs_listener(
    lambda name, *_, **__: compiled.append(name) if name.endswith("backend_compile_duration") else 0
)
beale = LANDSCAPES["beale"]
print(run(beale.fn, OPTIMIZERS["adam"], beale.start, steps=50).points.tobytes().hex())
assert not compiled, compiled
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True
    )
    assert answer.stdout.strip() == points.tobytes().hex()


def test_where_jax_keeps_programs_itself_they_are_left_to_it(tmp_path):
    jax.config.update("jax_compilation_cache_dir", str(tmp_path / "jax"))
    programs.keep_in(tmp_path / "programs")
    jax.config.update("jax_compilation_cache_dir", None)
    programs.forget()
    raced()
    assert not (tmp_path / "programs").exists()


def test_a_broken_file_is_compiled_anew(folder):
    fresh = raced()
    (file,) = folder.iterdir()
    file.write_bytes(b"not a program")
    programs.forget()
    np.testing.assert_array_equal(raced(), fresh)
    assert file.stat().st_size > 1000


def test_nobody_else_may_write_where_programs_are_kept(folder):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_another_source_is_another_program(folder, monkeypatch):
    raced()
    monkeypatch.setattr(programs, "_sources", lambda *packages: "edited")
    programs.forget()
    raced()
    assert len(list(folder.iterdir())) == 2


def test_functions_without_a_name_to_find_are_kept_in_memory_only(folder):
    run(lambda p: (p**2).sum(), ADAM, (1.0, 1.0), steps=5)
    assert not list(folder.iterdir())


def test_without_a_folder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    raced()
    assert not list(tmp_path.iterdir())

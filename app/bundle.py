"""Many small modules as one script, since a browser that asks for a hundred files waits for them.

Written for modules as they are kept here: imports at the top, each by names in braces or as a
whole, and exports where a function, class or constant is declared. Anything else is refused.
"""

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

IMPORT = re.compile(r'^import (\{[^}]*\}|\* as \w+) from "(\.{1,2}/[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+|\[[\w, ]+\])", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(folder: Path, entries: Mapping[str, str]) -> str:
    """One module that exports, under the names of `entries`, what those modules below `folder` do.

    Every module becomes a function that is called once, after those that it imports. ValueError
    where modules import each other in a circle, or in a form that is not understood.
    """
    placed: dict[str, str] = {}
    for path in entries.values():
        _place(path, folder, placed, ())
    # Numbers, since paths are no names in JavaScript.
    names = {path: f"module{number}" for number, path in enumerate(placed)}
    parts = [f"const {names[path]} = {_called(path, placed[path], names)};" for path in placed]
    exported = [f"export const {name} = {names[path]};" for name, path in entries.items()]
    return "\n".join([*parts, *exported, ""])


def _place(path: str, folder: Path, placed: dict[str, str], on_the_way: tuple[str, ...]) -> None:
    """Add the module at `path` to `placed`, behind all that it imports."""
    if path in on_the_way:
        raise ValueError(f"modules import each other: {' → '.join([*on_the_way, path])}")
    # Called twice, a module would be there twice, and so would what it holds in common for others.
    if path in placed:
        return
    text = (folder / path).read_text(encoding="utf-8")
    for _, source in IMPORT.findall(text):
        _place(_beside(path, source), folder, placed, (*on_the_way, path))
    placed[path] = text


def _called(path: str, text: str, names: Mapping[str, str]) -> str:
    """The module as the call of a function that returns its exports."""

    def taken(found: re.Match[str]) -> str:
        wanted, source = found.groups()
        module = names[_beside(path, source)]
        name = wanted.removeprefix("* as ")
        return f"const {name.replace(' as ', ': ')} = {module};\n"

    exports = [name for _, found in EXPORT.findall(text) for name in re.findall(r"\w+", found)]
    body = EXPORT.sub(r"\1 \2", IMPORT.sub(taken, text))
    if other := OTHER.search(body):
        raise ValueError(f"{path} has {other[0]!r}, which cannot be bundled")
    return f"(() => {{ // {path}\n{body}return {{ {', '.join(exports)} }};\n}})()"


def _beside(path: str, source: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), source))

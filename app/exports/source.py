"""The source of functions of ours with all that they use, to stand in a file of its own.

Every module-level name that a function needs comes along, from whichever of our modules, in an
order in which each is there before it is used; what others wrote is imported as it was.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

OURS = ("hyperparameters", "landscapes", "optimizers")
ASSIGNMENTS = (ast.Assign, ast.AnnAssign)


@dataclass(frozen=True)
class Definition:
    """One statement at the top of a module of ours: a function, a class or an assignment."""

    module: str
    node: ast.stmt

    @property
    def names(self) -> tuple[str, ...]:
        """What it defines."""
        return tuple(_defined(self.node))


class Source:
    """Definitions of ours and imports of others', gathered from the functions asked for."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        """Begin with nothing; names that are `reserved` for the text around are not given."""
        self._reserved = frozenset(reserved)
        self.imports: set[tuple[str, str, str]] = set()
        """Module, name in it ("" for the module itself), and the name it goes by here."""
        self._definitions: list[Definition] = []
        self._seen: set[tuple[str, str]] = set()

    def add(self, fn: Any) -> None:
        """Take in a function of ours and whatever it uses."""
        self._need(fn.__module__, fn.__name__)

    def name(self, fn: Any) -> str:
        """What a function of ours is called in the text."""
        return self._renamed()[(fn.__module__, fn.__name__)]

    def keywords(self) -> set[str]:
        """What can only be given by name, to any function inside."""
        inside = (node for entry in self._definitions for node in ast.walk(entry.node))
        lists = (node.kwonlyargs for node in inside if isinstance(node, ast.arguments))
        return {argument.arg for arguments in lists for argument in arguments}

    def blocks(self) -> list[str]:
        """Every definition as text, in an order that can be run; constants stand together."""
        renamed = self._renamed()
        blocks, before = [], None
        for entry in self._definitions:
            text = _text(entry, renamed)
            if isinstance(before, ASSIGNMENTS) and isinstance(entry.node, ASSIGNMENTS):
                blocks[-1] += "\n" + text
            else:
                blocks.append(text)
            before = entry.node
        return blocks

    def _need(self, module: str, name: str) -> None:
        """Take in what `module` calls `name`: after what it uses itself, and once."""
        if (module, name) in self._seen:
            return
        self._seen.add((module, name))
        found = _scope(module).get(name)
        if isinstance(found, tuple):
            origin, original = found
            if origin.partition(".")[0] in OURS and original:
                self._need(origin, original)
            else:
                self.imports.add((origin, original, name))
        elif found:
            self._seen |= {(module, other) for other in found.names}
            for used in sorted(_used(found.node), key=_place(found)):
                self._need(module, used)
            self._definitions.append(found)

    def _renamed(self) -> dict[tuple[str, str], str]:
        """A name for each definition, by where it comes from: public, and no two the same."""
        taken = {name for entry in self._definitions for name in _everything(entry.node)}
        taken |= {alias for _, _, alias in self.imports}
        given: dict[tuple[str, str], str] = {}
        for entry in self._definitions:
            for name in entry.names:
                public = name.lstrip("_")
                new = name if public in taken and public != name else public
                if new in given.values() or new in self._reserved:
                    prefix = entry.module.rpartition(".")[2]
                    new = f"{prefix.upper() if name.isupper() else prefix}_{public}"
                given[entry.module, name] = new
        return given


@cache
def _scope(module: str) -> Mapping[str, Definition | tuple[str, str]]:
    """What each name at the top of `module` is: defined there, or imported from where."""
    found: dict[str, Definition | tuple[str, str]] = {}
    for node in ast.parse(inspect.getsource(sys.modules[module])).body:
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: (alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {a.asname or a.name: (str(node.module), a.name) for a in node.names}
        else:
            entry = Definition(module, node)
            found |= dict.fromkeys(entry.names, entry)
    return found


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ASSIGNMENTS):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        inside = (name for target in targets for name in ast.walk(target))
        yield from (name.id for name in inside if isinstance(name, ast.Name))


def _used(node: ast.stmt) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def _everything(node: ast.stmt) -> set[str]:
    """Every name that means something inside: also arguments and inner functions."""
    inner = {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    inner |= {part.name for part in ast.walk(node) if isinstance(part, ast.FunctionDef)}
    return _used(node) | inner


def _place(entry: Definition) -> Any:
    """Sort names as their definitions are sorted in their module; imports come first."""
    scope = _scope(entry.module)

    def place(name: str) -> tuple[int, str]:
        found = scope.get(name)
        return (found.node.lineno if isinstance(found, Definition) else 0), name

    return place


def _text(entry: Definition, renamed: Mapping[tuple[str, str], str]) -> str:
    """The lines of a definition, with the comments right above it, under its new names."""
    lines = inspect.getsource(sys.modules[entry.module]).splitlines()
    node = entry.node
    decorators = [one.lineno for one in getattr(node, "decorator_list", ())]
    first = min([node.lineno, *decorators]) - 1
    while first and lines[first - 1].startswith("#"):
        first -= 1
    scope = _scope(entry.module)
    for line, column, name in sorted(_occurrences(node, lines), reverse=True):
        found = scope.get(name)
        origin = found if isinstance(found, tuple) else (entry.module, name)
        new = renamed.get(origin, name)
        # Columns of the syntax tree count bytes.
        raw = lines[line].encode()
        before, after = raw[:column].decode(), raw[column + len(name.encode()) :].decode()
        lines[line] = before + new + after
    return "\n".join(lines[first : node.end_lineno])


def _occurrences(node: ast.stmt, lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Line, column and name wherever the text of `node` has a name of its module."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.lineno - 1, part.col_offset, part.id
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        found = re.match(r"(?:def|class)\s+", lines[node.lineno - 1])
        assert found
        yield node.lineno - 1, found.end(), node.name


def imports(wanted: Iterable[tuple[str, str, str]]) -> list[str]:
    """Import statements in two groups, the standard library's and others', with a line between."""
    plain, named = set(), {}
    for module, name, alias in wanted:
        if not name:
            plain.add(f"import {module}" + (f" as {alias}" if alias != module else ""))
        else:
            named.setdefault(module, set()).add(name if name == alias else f"{name} as {alias}")
    lines = {line: line.split()[1] for line in plain}
    lines |= {f"from {m} import {', '.join(sorted(n, key=_order))}": m for m, n in named.items()}
    groups: tuple[list[str], list[str]] = ([], [])
    for line in sorted(lines, key=lambda line: (line.startswith("from"), lines[line])):
        groups[lines[line].partition(".")[0] not in sys.stdlib_module_names].append(line)
    return [*groups[0], *([""] if groups[0] and groups[1] else []), *groups[1]]


def _order(name: str) -> tuple[bool, str]:
    return not name.isupper(), name

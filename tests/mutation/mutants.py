"""The changes for the worse of some modules: `python mutants.py MODULE…`, run where cosmic-ray is installed.

Comes in: paths of modules. Goes out: on standard output one JSON object a line: `path`, `operator`, `line` (from 1),
`start`, `end` (characters of the source) and `text`, which stands between them in the mutant. Refuses to know: tests.
Left out: what changes annotations alone, which nothing evaluates, or decorators, which say how much is remembered and
whether a record may be changed; what no longer parses; `==` for `is` and the other way round, for states, rules and
small numbers are one object each, and the linter refuses `is` beside a literal.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LEFT_OUT = ("VariableInserter", "VariableReplacer")
"""Operators that want to be told names."""
_SAME = re.compile(r"ReplaceComparisonOperator_(?:(?:Eq|GtE|LtE)_Is|Is_(?:Eq|GtE|LtE)|NotEq_IsNot|IsNot_NotEq)")


def list_mutants(path: Path) -> Iterator[dict[str, Any]]:
    """Every mutant of one module, statement by statement; the same change once."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.operators.provider import OperatorProvider

    source = path.read_text("utf-8")
    provider = OperatorProvider()
    operators = [name for name in sorted(provider) if name not in LEFT_OUT]
    operators = [name for name in operators if not name.startswith("RemoveDecorator") and not _SAME.fullmatch(name)]
    for begin, statement in _list_statements(source):
        plain = _strip_annotations(statement)
        seen = {statement}
        nodes = list(ast_nodes(get_ast(statement)))
        for name in operators:
            operator = provider[name]()
            for occurrence in range(sum(len(list(operator.mutation_positions(node))) for node in nodes)):
                try:
                    mutated = mutate_code(statement, operator, occurrence)
                except AttributeError:  # cosmic-ray knows no `except module.Error`, only names without a point
                    continue
                if mutated is None or mutated in seen or _strip_annotations(mutated) in (plain, ""):
                    continue
                seen.add(mutated)
                same = _count_same(statement, mutated)
                rest = _count_same(statement[same:][::-1], mutated[same:][::-1])
                start = begin + same
                yield {
                    "path": str(path),
                    "operator": name,
                    "line": source.count("\n", 0, start) + 1,
                    "start": start,
                    "end": begin + len(statement) - rest,
                    "text": mutated[same : len(mutated) - rest],
                }


def _list_statements(source: str) -> Iterator[tuple[int, str]]:
    """The statements of the module's top, each with where it begins: small pieces are parsed fast, again and again."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for node in ast.parse(source).body:
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))]) - 1
        yield starts[first], "".join(lines[first : node.end_lineno])


def _count_same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _strip_annotations(source: str) -> str:
    """What the source does, annotations and decorators left out; '' if it does not parse."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
            node.decorator_list = []
        elif isinstance(node, ast.ClassDef):
            node.decorator_list = []
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(value=None)
    return ast.dump(tree)


if __name__ == "__main__":
    for one in sys.argv[1:]:
        for mutant in list_mutants(Path(one)):
            print(json.dumps(mutant))

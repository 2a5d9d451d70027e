"""Rules that cross → grids: where their edges lie, and between which fields a rule is drawn.

Comes in: the whole rules of a page. Goes out: `Lattice`s. Refuses to know: text, pages before and after.
A table may be open: rules that run on beyond the last one across them end at an edge that nobody drew.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.reading.formats.pdf.content import Area, Rule, TooComplexError
from build_scripts.reading.formats.pdf.rules import NEAR, cluster_places

_RUNS_ON = 6.0
_ENOUGH = 0.5
MOST_FIELDS, MOST_CROSSINGS = 60_000, 1_000_000


@dataclass(slots=True)
class Lattice:
    """The edges `xs` and `ys` of a table's fields. `across[i][c]`: a rule is drawn on edge `ys[i]` along column c;
    `down[j][r]`: on edge `xs[j]` along row r."""

    xs: list[float]
    ys: list[float]
    across: list[list[bool]]
    down: list[list[bool]]

    @property
    def area(self) -> Area:
        """The rectangle it takes."""
        return Area(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_lattices(across: Sequence[Rule], down: Sequence[Rule]) -> list[Lattice]:
    """A lattice for each set of rules that touch, from the top down; raises TooComplexError."""
    found = [_build(*group) for group in _group_touching(across, down)]
    lattices = [lattice for lattice in found if len(lattice.xs) > 1 and len(lattice.ys) > 1]
    if sum(len(lattice.xs) * len(lattice.ys) for lattice in lattices) > MOST_FIELDS:
        raise TooComplexError("表格线 / rules of tables")
    return sorted(lattices, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _group_touching(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    places = [rule.at for rule in down]
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    crossings = 0
    for i, rule in enumerate(across):
        for j in range(bisect_left(places, rule.start - NEAR), bisect_right(places, rule.end + NEAR)):
            crossings += 1
            if down[j].start - NEAR <= rule.at <= down[j].end + NEAR:
                parent[root(i)] = root(len(across) + j)
        if crossings > MOST_CROSSINGS:
            raise TooComplexError("表格线 / rules of tables")
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _build(across: Sequence[Rule], down: Sequence[Rule]) -> Lattice:
    xs = _edges([rule.at for rule in down], across)
    ys = _edges([rule.at for rule in across], down)
    return Lattice(xs, ys, _cover(ys, xs, across), _cover(xs, ys, down))


def _edges(drawn: Sequence[float], along: Sequence[Rule]) -> list[float]:
    """The places of the rules, and the ends of those across them where they run on beyond the outermost."""
    edges = cluster_places(drawn)
    first, last = min(rule.start for rule in along), max(rule.end for rule in along)
    if first < edges[0] - _RUNS_ON:
        edges.insert(0, first)
    if last > edges[-1] + _RUNS_ON:
        edges.append(last)
    return edges


def _cover(edges: Sequence[float], steps: Sequence[float], rules: Sequence[Rule]) -> list[list[bool]]:
    """For each edge, along which steps a rule covers half or more."""
    covered = [[0.0] * (len(steps) - 1) for _ in edges]
    for rule in rules:
        edge = min(range(len(edges)), key=lambda index: abs(edges[index] - rule.at))
        if abs(edges[edge] - rule.at) > NEAR + 1:
            continue
        for step in range(max(bisect_right(steps, rule.start) - 1, 0), len(steps) - 1):
            if steps[step] >= rule.end:
                break
            covered[edge][step] += min(rule.end, steps[step + 1]) - max(rule.start, steps[step])
    return [[length >= _ENOUGH * (steps[step + 1] - steps[step]) for step, length in enumerate(row)] for row in covered]

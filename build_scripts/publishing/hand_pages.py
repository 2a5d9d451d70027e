"""What the hand-written pages take from the package alone: for each page, who fills its slots.

Comes in: nothing. Goes out: address → filler. Refuses to know: the pages' own words, MkDocs. Pages whose slots need
more than the package are named where that is known: lists in `lists.hand_lists`, downloads in `data.page`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.guides.finding_list import ADDRESS, fill_finding_list
from build_scripts.publishing.search.page import fill_search

Filler = Callable[[Package, SiteContext], Mapping[str, str]]

FILLERS: Mapping[str, Filler] = {"search/": fill_search, ADDRESS: fill_finding_list}

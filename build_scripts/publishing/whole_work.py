"""What the tasks look up that make pages of the package as a whole.

Comes in: nothing. Goes out: a type. Refuses to know: what these tasks are.
"""

from __future__ import annotations

from dataclasses import dataclass

from build_scripts.publishing.lists.directory import Directory
from build_scripts.publishing.quality.counted import TallyPart
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.site_tasks import SiteWork
from build_scripts.publishing.specimens import Specimens


@dataclass(frozen=True, slots=True)
class WholeWork(SiteWork):
    """Beside what every task of the site looks up: the specimens; `basis`, the hash of what all data pages follow from
    (settings, version, code lists, specimens); the directory of agencies; what all reports amount to."""

    specimens: Specimens
    basis: str
    directory: Directory
    counted: TallyPart

    def tally(self) -> QualityTally:
        """The tally of all reports."""
        tally = QualityTally(self.context)
        tally.merge(self.counted)
        return tally

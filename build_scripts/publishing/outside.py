"""What the pages of a partition take from outside it, as plain data: all else in them follows from the partition's own
rows and texts, the code lists and the settings.

Comes in: the context of the whole package and the sentences that many agencies print, once. Goes out: for the agencies
of a partition, or of any, an `Outside` that pickles, and its hash: where the hash is the same, what stands outside asks
for no page anew. Refuses to know: pages, the disk, partitions. Whoever makes these pages is handed a context without
the collection (`SiteContext.without_collection`), so that nothing can be looked up past what is listed here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from build_scripts.files.fingerprints import hash_parts
from build_scripts.packaging.package import Row
from build_scripts.publishing.agency import peers as of_agencies
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.report import peers as of_reports


class PeerReport(NamedTuple):
    """A report to read beside one, and the name of its agency."""

    report_id: str
    agency_id: str
    year: str
    name: str


class PeerAgency(NamedTuple):
    """An agency of the same function and level, and the years that are held of both, oldest first."""

    agency_id: str
    name: str
    region_code: str
    years: tuple[int, ...]

    @property
    def newest(self) -> int | None:
        """The newest year that is held of both."""
        return self.years[-1] if self.years else None


class Held(NamedTuple):
    """A report of an agency, oldest first among them."""

    report_id: str
    year: str


class AgencyOutside(NamedTuple):
    """What an agency's page takes: its reports, its rows of the register, its nearest peers and how many there are."""

    held: tuple[Held, ...]
    names: tuple[Row, ...]
    peers: tuple[PeerAgency, ...]
    peer_count: int


class Outside(NamedTuple):
    """What the pages of some agencies and of their reports take: the newest year of the package, for each report (by
    its id) its peers, for each agency (by its id) what its page takes, and the hashes of sentences that many agencies
    print, or of those among them that stand in these reports."""

    newest_year: int
    reports: Mapping[str, tuple[PeerReport, ...]]
    agencies: Mapping[str, AgencyOutside]
    shared: Collection[int] = frozenset()


class Surroundings:
    """Every report and agency in the order in which peers are looked for, built once for the package."""

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._reports = of_reports.Peers(context)
        self._agencies = of_agencies.Peers(context)

    def around(self, agency_ids: Iterable[str], shared: Collection[int] = frozenset()) -> Outside:
        """What the pages of these agencies and of their reports take."""
        context, wanted = self._context, sorted(agency_ids)
        return Outside(
            context.newest_year,
            {
                row["report_id"]: tuple(map(self._name_report, self._reports.find(row)))
                for agency_id in wanted
                for row in context.reports_of.get(agency_id, ())
            },
            {agency_id: self._look_around(context.agencies[agency_id]) for agency_id in wanted},
            shared,
        )

    def _name_report(self, row: Row) -> PeerReport:
        name = self._context.agencies[row["agency_id"]]["name"]
        return PeerReport(row["report_id"], row["agency_id"], row["year"], name)

    def _look_around(self, agency: Row) -> AgencyOutside:
        agency_id = agency["agency_id"]
        return AgencyOutside(
            tuple(Held(row["report_id"], row["year"]) for row in self._context.reports_of.get(agency_id, ())),
            self._context.names_of.get(agency_id, ()),
            tuple(
                PeerAgency(peer.agency["agency_id"], peer.agency["name"], peer.agency["region_code"], peer.years)
                for peer in self._agencies.find(agency)
            ),
            self._agencies.count(agency),
        )


def find_outside(context: SiteContext, shared: Collection[int] = frozenset()) -> Outside:
    """What the pages of all agencies and reports take, for who makes them in one go."""
    return Surroundings(context).around(context.agencies, shared)


def hash_outside(outside: Outside) -> str:
    """The hash of everything in it."""
    return hash_parts(
        str(outside.newest_year),
        *(f"{report_id} {_tell(peers)}" for report_id, peers in sorted(outside.reports.items())),
        *(_tell_agency(agency_id, found) for agency_id, found in sorted(outside.agencies.items())),
        repr(sorted(outside.shared)),
    )


def _tell_agency(agency_id: str, found: AgencyOutside) -> str:
    names = [sorted(row.items()) for row in found.names]
    return repr((agency_id, _tell(found.held), names, _tell(found.peers), found.peer_count))


def _tell(rows: Iterable[tuple[object, ...]]) -> str:
    """Rows in the words of plain tuples, which Python writes at one stroke."""
    return repr([tuple(row) for row in rows])

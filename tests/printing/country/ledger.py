"""The numbers of one body over the years: each year's follow from the year's before, as a true agency's do.

Comes in: a `random.Random`, a body, the years. Goes out: for each year a `Year`: every quantity either edition asks
for. Refuses to know: how they are printed, which of them a report shows, texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.printing.country.atlas import GOVERNMENT, TOWNSHIP, Body

SIZE = {"province": 6.0, "prefecture": 2.5, "county": 1.0}
DECISIONS: Mapping[str, tuple[int, int, int, int]] = {
    GOVERNMENT: (0, 0, 0, 0),
    TOWNSHIP: (14, 2, 0, 0),
    "public_security": (3200, 4100, 260, 310),
    "urban_management": (90, 620, 40, 240),
    "market_regulation": (4300, 210, 35, 60),
    "education": (26, 1, 0, 0),
    "natural_resources": (140, 22, 3, 1800),
    "housing_construction": (230, 34, 1, 950),
    "health": (190, 75, 2, 12),
    "human_resources": (60, 9, 0, 45),
    "finance": (3, 1, 0, 0),
    "transport": (310, 180, 14, 25),
    "civil_affairs": (32, 1, 0, 0),
}
"""Licences, penalties, enforcement measures a year and fees in 万元, of a county's office."""
ASKED: Mapping[str, float] = {
    GOVERNMENT: 38, "natural_resources": 7, "housing_construction": 5, "public_security": 2.5,
    "urban_management": 1.2, "market_regulation": 1, TOWNSHIP: 0.3,
}  # fmt: skip
"""Requests a year of a county's office; for the functions not named LITTLE_ASKED."""
LITTLE_ASKED = 0.25
"""Most of them are asked nothing in most years."""
APPLICANTS = (
    "natural_person", "commercial_enterprise", "research_institution", "public_interest_organisation",
    "legal_service_organisation", "other_organisation",
)  # fmt: skip
_WHO = (84, 9, 0.4, 0.3, 4, 2)
OUTCOMES: Mapping[str, float] = {
    "granted": 38, "partly_granted": 6, "refused_state_secret": 0.3, "refused_prohibited_by_law": 1,
    "refused_security_stability": 0.3, "refused_third_party_rights": 1.5, "refused_internal_affairs": 2,
    "refused_process_information": 2.5, "refused_enforcement_file": 2, "refused_administrative_query": 2,
    "unavailable_not_held": 24, "unavailable_needs_creation": 3, "unavailable_still_unclear": 2,
    "not_processed_petition": 4, "not_processed_duplicate": 3, "not_processed_publication": 1,
    "not_processed_excessive": 0.5, "not_processed_confirmation": 0.5, "other_no_correction": 3,
    "other_fee_unpaid": 0.3, "other": 3,
}  # fmt: skip
SIX = ("other_no_correction", "other_fee_unpaid", "other")
RESULTS = ("upheld", "corrected", "other", "pending")
CHANNELS: Mapping[str, float] = {
    "reconsideration": 0.06, "litigation_direct": 0.015, "litigation_after_reconsideration": 0.02,
}  # fmt: skip
Counts = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Year:
    """All quantities of a year. `requests` and `remedies` by row and column; documents by item and measure."""

    decisions: Mapping[str, int]
    fee: Decimal
    documents: Mapping[tuple[str, str], int]
    requests: Counts
    remedies: Counts

    @property
    def received(self) -> int:
        """Requests received in the year."""
        return self.requests["received", "total"]


def keep_ledger(rng: Random, body: Body, years: Sequence[int]) -> Iterator[Year]:
    """One `Year` after the other."""
    size = SIZE[body.place.level] * rng.uniform(0.5, 1.8)
    decided = [number * size for number in DECISIONS[body.function]]
    trends = [rng.choice((-0.18, -0.07, 0.0, 0.05, 0.14)) for _ in decided]
    asked = (
        ASKED.get(body.function, LITTLE_ASKED)
        * size ** (2.2 if body.function == GOVERNMENT else 1.7)
        * rng.uniform(0.3, 2)
    )
    growth = rng.uniform(-0.06, 0.2)
    documents = _found_documents(rng, body, size)
    waiting = dict.fromkeys(APPLICANTS, 0)
    for _ in years:
        requests, waiting = _handle_requests(rng, _around(rng, asked), waiting)
        licences, penalties, enforcement, fee = (
            0 if number < 1 else max(0, round(number * rng.uniform(0.85, 1.15))) for number in decided
        )
        documents = _pass_documents(rng, documents)
        cents = Decimal(rng.randint(0, 9999)) / 10000 if fee else Decimal(0)
        yield Year(
            {"licence": licences, "penalty": penalties, "enforcement": enforcement},
            Decimal(fee) + cents,
            documents,
            requests,
            _go_to_court(rng, requests),
        )
        decided = [number * (1 + trend) for number, trend in zip(decided, trends, strict=True)]
        asked *= 1 + growth


def _around(rng: Random, expected: float) -> int:
    """A count about as large as expected; seldom more than none where less than one is expected."""
    return max(0, round(rng.gauss(expected, expected**0.5 + expected * 0.08)))


def _found_documents(rng: Random, body: Body, size: float) -> Mapping[tuple[str, str], int]:
    makes_rules = body.function == GOVERNMENT and body.place.level != "county"
    stock = {
        "regulation": round(12 * size) if makes_rules else 0,
        "normative_document": round(rng.uniform(0, 14) * size * (4 if body.function == GOVERNMENT else 1)),
    }
    return {(item, "in_force"): number for item, number in stock.items()}


def _pass_documents(rng: Random, before: Mapping[tuple[str, str], int]) -> Mapping[tuple[str, str], int]:
    """In force = in force before + issued − repealed; now and then the sum is off, as in print."""
    after: Counts = {}
    for item in ("regulation", "normative_document"):
        stock = before[item, "in_force"]
        issued = _around(rng, stock * 0.09) if stock else 0
        repealed = min(stock, _around(rng, stock * 0.08))
        slip = rng.choice((-2, 1, 3)) if stock and rng.random() < 0.12 else 0
        after[item, "issued"], after[item, "repealed"] = issued, repealed
        after[item, "in_force"] = max(0, stock + issued - repealed + slip)
    return after


def _handle_requests(rng: Random, received: int, waiting: Mapping[str, int]) -> tuple[Counts, dict[str, int]]:
    """Rows of the form by applicant and in total, and what is carried over to the next year."""
    rows = ("received", "carried_in", *OUTCOMES, "other_processing", "concluded_total", "carried_out")
    counts = dict.fromkeys(((row, column) for row in rows for column in (*APPLICANTS, "total")), 0)
    for who in rng.choices(APPLICANTS, _WHO, k=received):
        counts["received", who] += 1
    left: dict[str, int] = {}
    slow = rng.uniform(0.01, 0.12)
    for who in APPLICANTS:
        carried = waiting[who] if rng.random() > 0.04 else max(0, waiting[who] + rng.choice((-1, 1, 2)))
        open_ = counts["received", who] + carried
        left[who] = sum(rng.random() < slow for _ in range(open_))
        for outcome in rng.choices(list(OUTCOMES), list(OUTCOMES.values()), k=open_ - left[who]):
            counts[outcome, who] += 1
        counts["other_processing", who] = sum(counts[row, who] for row in SIX)
        counts["carried_in", who], counts["carried_out", who] = carried, left[who]
        counts["concluded_total", who] = open_ - left[who]
    for row in rows:
        counts[row, "total"] = sum(counts[row, who] for who in APPLICANTS)
    return counts, left


def _go_to_court(rng: Random, requests: Counts) -> Counts:
    counts: Counts = {}
    for channel, share in CHANNELS.items():
        cases = sum(rng.random() < share for _ in range(requests["concluded_total", "total"]))
        results = rng.choices(RESULTS, (62, 12, 16, 10), k=cases)
        for result in RESULTS:
            counts[channel, result] = results.count(result)
        counts[channel, "total"] = cases
    return counts

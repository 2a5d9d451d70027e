"""Where a number stands in a drawing, and which numbers an axis names.

Comes in: numbers. Goes out: ticks and coordinates. Refuses to know: what is counted. An axis begins at zero, always.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

MOST_TICKS = 4
"""Steps above zero, at most."""
_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_UNITS = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


@lru_cache(maxsize=1 << 10)
def pick_ticks(most: Decimal) -> tuple[Decimal, ...]:
    """Round numbers from 0 up to the first that is not below `most`, which is above 0; whole steps above 1.

    >>> [str(tick) for tick in pick_ticks(Decimal(7))]
    ['0', '2', '4', '6', '8']
    >>> [str(tick) for tick in pick_ticks(Decimal(1))]
    ['0', '1']
    """
    step = _pick_step(most)
    count = int(most // step) + (1 if most % step else 0)
    return tuple(step * at for at in range(count + 1))


def _pick_step(most: Decimal) -> Decimal:
    least = max(most / MOST_TICKS, Decimal(1))
    power = Decimal(10) ** least.adjusted()
    return next(factor * power for factor in _STEPS if factor * power >= least)


def place_on(length: float, number: Decimal, top: Decimal) -> float:
    """How far from the axis a number stands, if `top` stands at `length`."""
    return length * float(number / top)


@lru_cache(maxsize=1 << 10)
def write_tick(tick: Decimal) -> str:
    """A tick in words: large ones in 万 and 亿, exactly.

    >>> [write_tick(Decimal(number)) for number in (0, 800, 15000, 200000000)]
    ['0', '800', '1.5万', '2亿']
    """
    for size, unit in _UNITS:
        if tick >= size:
            return f"{(tick / size).normalize():f}{unit}"
    return f"{tick.normalize():f}" if tick else "0"

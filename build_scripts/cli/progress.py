"""What a run says while it goes on, and where its time went; all of it on the standard error.

Comes in: what is told of progress. Goes out: on a terminal a bar with the rate and the time left, elsewhere one line a
finished step with count, seconds and rate; at the end, if asked for, where the time went. Refuses to know: the steps.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

import click

from build_scripts.cli.spent import Meter, render_spent

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar  # click does not export the type of its bar


class Progress:
    """Shows one step at a time: the one that began last; another that goes on beside it is shown when that is done."""

    def __init__(self, tells_time: bool = False) -> None:
        """`tells_time`: a run that ends well says where its time went."""
        self._stream = sys.stderr
        self._meter = Meter()
        self._tells_time = tells_time
        self._bar: ProgressBar[str] | None = None
        self._shown = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if kind is None and self._tells_time:
            sys.stdout.flush()
            for line in render_spent(self._meter.list_spent()):
                click.echo(line, file=self._stream)

    def announce(self, step: str, done: int, total: int) -> None:
        """Show that `done` of `total` are done in this step; a step begins with 0."""
        seconds = self._meter.note(step, done)
        if self._stream.isatty():
            self._draw(step, done, total, name_rate(done, seconds))
        elif done == total:
            rate = name_rate(done, seconds)
            click.echo(f"{step}: {total:,} ({seconds:.1f} s{', ' if rate else ''}{rate})", file=self._stream)

    def close(self) -> None:
        """End the bar that is open, if any."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
        self._bar, self._shown = None, ""

    def _draw(self, step: str, done: int, total: int, rate: str) -> None:
        if done == 0:
            self.close()
        if self._bar is None and done < total:
            self._bar, self._shown = self._open(step, total), step
        if self._bar is not None and step == self._shown:
            self._bar.update(done - self._bar.pos, rate)
            if done >= total:
                self.close()

    def _open(self, step: str, total: int) -> ProgressBar[str]:
        bar: ProgressBar[str] = click.progressbar(
            length=total, label=step, file=self._stream, width=24, show_pos=True, item_show_func=lambda rate: rate
        )
        bar.__enter__()
        return bar


def name_rate(done: int, seconds: float) -> str:
    """How many a second, or nothing where so few or so short a time tell no rate.

    >>> name_rate(10_000, 4), name_rate(30, 40), name_rate(1, 5)
    ('2,500/s', '0.75/s', '')
    """
    if done < FEW or seconds < BRIEF:
        return ""
    rate = done / seconds
    return f"{rate:,.0f}/s" if rate >= TEN else f"{rate:.2g}/s"


FEW, BRIEF, TEN = 2, 0.05, 10

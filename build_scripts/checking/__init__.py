"""Cells to outcomes of rules: what a report's own numbers say of each other, and of the year before."""

from build_scripts.checking.check import check_report

__all__ = ["check_report"]

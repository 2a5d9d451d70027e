"""A printer of annual reports: true facts in, a print with known damage out, beside what the contract promises for it.

It knows the labels of `form_cells.csv` and the contract's placement rules, and nothing of the reader. Tests read the
prints back; benchmarks print thousands of them.
"""

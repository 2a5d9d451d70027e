"""Mutation testing: our own code is changed for the worse, one place at a time, and some test must notice.

`mutants` lists the changes (cosmic-ray's operators, in an environment of its own), `swapping` puts one into modules
that are already imported, `trial` runs the tests that `tests_of.csv` names against it in a forked process, and
`python -m tests.mutation` goes through them. `equivalent.csv` holds those that change nothing anybody can see, each
with the reason. Strings are never changed, messages among them.
"""

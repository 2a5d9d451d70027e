"""Fuzzing: whatever bytes are handed in end in a report or in findings, and what is read keeps its promises.

`targets` are the ways in, `promises` what must hold of a reading, `shaping` changes bytes with some sense for their
format, `seeds` writes what the fuzzers begin with, `engine` runs one target under libFuzzer (in an environment of its
own, by `python -m tests.fuzzing`), `corpus` holds what they found worth keeping; `tests/test_fuzzing.py` replays it.
"""

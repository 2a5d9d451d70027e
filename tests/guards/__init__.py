"""What holds each promise of the threat model: guard, test, last run. One CSV a promise; `python -m tests.guards`."""

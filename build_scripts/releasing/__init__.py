"""Releases of the data: what changed between two packages, the ledger of all versions, what stops a release."""

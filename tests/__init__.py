"""Tests; a package, so that `tests.browser` is ours and nobody else's."""

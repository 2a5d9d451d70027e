"""`python -m benchmarks`: everything; `python -m benchmarks search`: the search alone, beside others."""

import sys

from benchmarks import run, search

raise SystemExit(search.main(sys.argv[2:]) if sys.argv[1:2] == ["search"] else run.main())

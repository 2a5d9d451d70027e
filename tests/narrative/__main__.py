"""`python -m tests.narrative`: precision and recall of narrative rules and scope on the labelled sentences."""

from __future__ import annotations

import argparse

from tests.narrative.scoring import PARTS, score_scopes, score_statements


def main() -> None:
    """Print a table, and with --errors what was read otherwise than labelled."""
    parser = argparse.ArgumentParser(prog="python -m tests.narrative", description=__doc__)
    parser.add_argument("--part", choices=PARTS, help="one part alone / 只看一部分")
    parser.add_argument("--errors", action="store_true", help="what was read otherwise / 读得不同的句子")
    options = parser.parse_args()
    for name, score in (("statements", score_statements), ("scope", score_scopes)):
        for part in [options.part] if options.part else PARTS:
            result = score(part)
            print(
                f"{name:<11} {part:<9} sentences {result.sentences:>4}  labelled {result.labelled:>4}  "
                f"read {result.read:>4}  right {result.right:>4}  "
                f"precision {result.precision:.3f}  recall {result.recall:.3f}"
            )
            for error in result.errors if options.errors else ():
                print(f"  {error}")


if __name__ == "__main__":
    main()

"""The command line: commands, and what they say."""

from build_scripts.cli.commands import main

__all__ = ["main"]

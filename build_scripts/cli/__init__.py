"""The command line: commands, and what they say."""

from build_scripts.cli import releases as releases  # adds its commands
from build_scripts.cli import watching as watching  # adds its command
from build_scripts.cli.commands import main

__all__ = ["main"]

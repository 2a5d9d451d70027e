"""The command line: commands, and what they say."""

from build_scripts.cli import adding as adding  # these add their commands
from build_scripts.cli import proposing as proposing
from build_scripts.cli import releases as releases
from build_scripts.cli import reviews as reviews
from build_scripts.cli import watching as watching
from build_scripts.cli.commands import main

__all__ = ["main"]

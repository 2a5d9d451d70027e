"""Commands for maintainers: they fetch what the project keeps a copy of, and are never run by a build."""

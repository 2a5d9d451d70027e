"""What a contribution is understood to say, and how it is told: to who adds a file, to a pull request, to a maintainer.

Comes in: readings, packages, changes. Goes out: text, Markdown, files for a proposal. Refuses to know: web pages of the
site, the command line, GitHub's programs.
"""

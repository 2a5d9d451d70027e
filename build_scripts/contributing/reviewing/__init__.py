"""A change that is proposed, as a maintainer has to know it: files, what stands against it, what changes in the data.

Comes in: two packages, names of changed files. Goes out: a summary, annotations, JSON. Refuses to know: git, GitHub's
programs, the terminal.
"""

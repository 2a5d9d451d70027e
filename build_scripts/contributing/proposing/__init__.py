"""An issue that asks for a report to be added: what it asks, what was brought, what it is told, what is handed on.

Comes in: recorded events, files under numbers, outcomes of `add`. Goes out: `Asked`, answers in Markdown, manifests.
Refuses to know: the network, git, GitHub's programs. All of an issue is what a stranger wrote.
"""

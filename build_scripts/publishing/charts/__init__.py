"""Pictures drawn at build: SVG that needs no script, each with its words, its source and the table of its numbers."""

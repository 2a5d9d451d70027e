"""Pages for contributors that are made from data: what each finding code means."""

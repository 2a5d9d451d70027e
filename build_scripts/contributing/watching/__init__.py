"""What the weekly check looks at: whether the addresses still hold what was taken there, and what is not held yet.

Comes in: a package, the day, what the last check knew. Goes out: outcomes by address, agencies by year due, the text of
one rolling issue. Refuses to know: GitHub, the clock, the command line.
"""

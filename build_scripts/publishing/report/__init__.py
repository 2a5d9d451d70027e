"""The page of one agency and year: the form as printed, what to know, sums, text, source, downloads."""

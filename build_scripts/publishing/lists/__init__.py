"""The same agencies and reports cut by year, region and function."""

"""Benchmarks: measured in this run or not printed."""

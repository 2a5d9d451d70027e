"""The formats the data is offered in, beside the package's own CSV and Parquet."""

"""Reports on government information disclosure: read, checked, packaged, published."""

"""Package → site: pages, their machine-readable twins, search index."""

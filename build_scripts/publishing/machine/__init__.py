"""What machines read beside the pages: JSON-LD, sitemaps, citations."""

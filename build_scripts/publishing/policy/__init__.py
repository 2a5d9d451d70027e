"""What a page allows a browser to load and run, and that what it is given is what was reviewed."""

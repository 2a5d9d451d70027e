"""What can be taken away: the package, the static API, the page of downloads, the dictionary."""

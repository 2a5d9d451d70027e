"""The static API: JSON files below `api/v1/` for programs."""

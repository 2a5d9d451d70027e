"""What the query pages ask with: measures, scopes."""

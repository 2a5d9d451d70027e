"""Reports and checks → tables → a validated data package, and back."""

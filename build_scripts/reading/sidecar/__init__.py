"""What people have established beside a report: its sidecar, and the corrections in it."""

"""Draft a lab from what an account holds: what stands there as tasks, and what it stands on as `find`."""

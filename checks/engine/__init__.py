"""From a lab and an account to a result."""

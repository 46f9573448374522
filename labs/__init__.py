"""What is asked: labs as data."""

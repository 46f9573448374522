"""What is asked: labs as data."""

__version__ = "0.1.0"
"""The kit's own version. It is in every result, since a grade is what this version made of an account."""

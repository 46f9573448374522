"""A result in the words of its reader, one format a module."""

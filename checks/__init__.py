"""Is it done? Kinds of resource, and how each is judged."""

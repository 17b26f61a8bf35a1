"""Look-ups: from a query to SQL, and from rows to values."""

"""From what somebody typed to a query: arguments, names, dates, time zones, plain words."""

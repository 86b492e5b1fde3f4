"""The nurse's day: the route, what is unfinished."""

"""One home visit, from the door to the signature."""

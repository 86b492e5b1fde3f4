"""The nurse's week."""

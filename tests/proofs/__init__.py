"""Proofs that what was said to be saved is there and nothing is readable: ``python -m tests.proofs``."""

"""Vaults as released versions wrote them: each is opened and brought to today's shape in a test."""

"""Filling one questionnaire."""

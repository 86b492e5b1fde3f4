"""Data only: forms, terms, templates, languages, icons, fonts, help. Read with importlib.resources."""

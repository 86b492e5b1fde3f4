"""The Questionnaire engine: load, dependencies, expressions, answers, validation, scoring, extraction."""

"""Problems, goals, interventions, templates, progress. Pure: records in, records out."""

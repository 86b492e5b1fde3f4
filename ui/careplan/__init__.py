"""Problems, goals and interventions of one person."""

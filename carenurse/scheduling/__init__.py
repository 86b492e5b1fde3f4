"""Visit orders, calendar, overlaps, travel. Pure: appointments in, facts out."""

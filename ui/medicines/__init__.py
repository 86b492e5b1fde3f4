"""The medicines of one person: written down at the home, corrected, stopped; allergies beside them."""

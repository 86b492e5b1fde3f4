"""Finding people, registering them, and the chart."""

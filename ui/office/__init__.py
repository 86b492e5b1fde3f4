"""Hand over to the office and take over from others."""

"""``carenurse tour``: drives the real windows through one whole home visit and looks at what they show."""

"""``carenurse tour``: drives the real windows through one whole home visit, as a nurse does, and looks at it."""

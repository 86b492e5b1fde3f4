"""Use cases (one function each), the ports they need, settings, content, and the wiring that joins them."""

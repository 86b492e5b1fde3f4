"""Main window, navigation, command palette, the store's thread, and the one place that speaks of failures."""

"""The window: pages are pixels, presenters are behaviour."""

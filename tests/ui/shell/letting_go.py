from ui.shell.window import Window


def let_go(window: Window) -> None:
    """End everything of a window that a test opened: what is left would wake up in another test."""
    if window.guard is not None:
        window.guard.stop()
    if window.attendants is not None:
        window.attendants.end()
    window.store.end()

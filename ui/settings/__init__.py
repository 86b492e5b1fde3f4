"""How the window looks and speaks; who owns the vault."""

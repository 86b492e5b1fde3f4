"""Passphrase to key: key slots, the header in two copies, locking. Knows nothing of what the key opens."""

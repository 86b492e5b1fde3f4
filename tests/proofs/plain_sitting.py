"""A sitting with everything that writes, on words that are looked for afterwards."""

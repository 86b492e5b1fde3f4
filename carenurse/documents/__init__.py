"""One file per paper: facts in, PDF bytes out, nothing on disk."""

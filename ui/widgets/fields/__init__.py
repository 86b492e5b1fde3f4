"""One file for each way to answer. A field emits what was typed; what it means is decided by the core."""

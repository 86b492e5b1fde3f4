"""The forms library: which forms there are, what each needs and lacks, and trying one on nobody."""

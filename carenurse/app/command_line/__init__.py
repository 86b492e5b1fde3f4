"""The command line: what the window does with files, for administrators, scripts and tests."""

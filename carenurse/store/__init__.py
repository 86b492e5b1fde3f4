"""The only SQL: one encrypted file, every version, search, outbox, audit, files, migrations."""

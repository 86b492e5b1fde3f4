"""The only SQL: one encrypted file, every version of every resource, search, outbox, audit, files, migrations."""

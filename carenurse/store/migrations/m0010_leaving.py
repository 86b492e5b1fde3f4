"""A patient leaves in small steps, so that nobody who saves waits for a purge, and each step can be the last.

``taken_from`` says which kept file brought records of whom: a file goes with the last of them. A trigger on
the trail fills it, so that no import can forget it. ``loose`` holds what those who left named (digests of
kept files, ids of Binaries) until it is known whether anybody else names it. Where the Patient comes back
meanwhile, the leaving ends. The drafts are few and get an index of their own: whoever is asked about one
reads those and not a person's whole record.
"""

from typing import Final

STATEMENTS: Final = (
    "CREATE INDEX version_in_draft ON version (resource) WHERE draft = 1",
    """CREATE TABLE taken_from (
        person TEXT NOT NULL,
        file TEXT NOT NULL,
        PRIMARY KEY (person, file)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX taken_from_file ON taken_from (file)",
    (
        "INSERT OR IGNORE INTO taken_from SELECT substr(subject, 9), detail FROM audit "
        "WHERE action = 'import' AND subject GLOB 'Patient/*'"
    ),
    """CREATE TRIGGER import_names_its_file AFTER INSERT ON audit
        WHEN NEW.action = 'import' AND NEW.subject GLOB 'Patient/*' BEGIN
        INSERT OR IGNORE INTO taken_from VALUES (substr(NEW.subject, 9), NEW.detail); END""",
    "CREATE TABLE loose (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """CREATE TRIGGER who_comes_back_stays AFTER INSERT ON resource WHEN EXISTS (
            SELECT 1 FROM leaving JOIN label ON label.text = leaving.patient
            WHERE label.id = NEW.person AND NEW.kind = (SELECT id FROM label WHERE text = 'Patient')
        )
        BEGIN DELETE FROM leaving WHERE patient = (SELECT text FROM label WHERE id = NEW.person); END""",
    "DROP TRIGGER leaving_is_acknowledged",
    """CREATE TRIGGER leaving_is_acknowledged BEFORE INSERT ON leaving WHEN EXISTS (
            SELECT 1 FROM outbox JOIN version ON version.id = outbox.version
            JOIN resource ON resource.id = version.resource JOIN label ON label.id = resource.person
            WHERE label.text = NEW.patient
        ) OR EXISTS (
            SELECT 1 FROM version JOIN resource ON resource.id = version.resource
            JOIN label ON label.id = resource.person
            WHERE version.draft = 1 AND label.text = NEW.patient
        ) OR EXISTS (
            SELECT 1 FROM conflict JOIN resource ON resource.id = conflict.resource
            JOIN label ON label.id = resource.person
            WHERE label.text = NEW.patient AND conflict.settled IS NULL
        )
        BEGIN SELECT RAISE (ABORT, 'a patient stays until everything of theirs is acknowledged'); END""",
)

"""One row a patient with everything the patient is looked up by, folded; short enough to be read whole.

At 5,000 patients a walk over all rows takes a few milliseconds and finds any fragment of a name or a number,
which a word index cannot. ``word`` keeps what each resource contributes, so that a row can be made again.
"""

from typing import Final

STATEMENTS: Final = (
    """CREATE TABLE word (
        resource INTEGER PRIMARY KEY REFERENCES resource (id),
        patient TEXT NOT NULL,
        own INTEGER NOT NULL CHECK (own IN (0, 1)),
        words TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX word_of_patient ON word (patient, own)",
    """CREATE TABLE person (
        patient TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        own TEXT NOT NULL,
        problems TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX person_by_name ON person (name)",
)

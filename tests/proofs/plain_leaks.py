"""Three leaks, planted: each as a program of this kind has leaked before. The search has to find them all."""

import gzip
import sys
from pathlib import Path

from carenurse.app.settings import settings_file
from carenurse.store.driver import connect
from tests.proofs.plaintext import CANARIES


def main(place: str) -> int:
    """Spill a sort to a temporary file, keep a name in the settings for a moment, pack an export."""
    connection = connect("file::memory:")
    for setting in ("temp_store = FILE", "cache_size = 10"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("CREATE TEMP TABLE spilled (words TEXT)")
    connection.executemany(
        "INSERT INTO spilled VALUES (?)", [(f"{number} {CANARIES[0]}" * 20,) for number in range(20_000)]
    )
    connection.execute("SELECT words FROM spilled ORDER BY words").fetchall()
    connection.close()
    settings = settings_file()
    settings.parent.mkdir(parents=True)
    settings.write_text(CANARIES[1], encoding="utf-16-le")
    settings.unlink()
    (Path(place) / "tmp" / "export.gz").write_bytes(gzip.compress(f"xx {CANARIES[2]} yy".encode()))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

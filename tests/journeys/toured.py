"""What a tour leaves in its folder, as the README says: from a fresh start through one whole home visit."""

import json
from pathlib import Path
from typing import Any

from pypdfium2 import PdfDocument
from PySide6.QtGui import QImage

from ui.shell.tour.camera import colors_in


def shows_one_whole_visit(out: Path) -> None:
    """See that no picture is missing or blank, and that the papers, the record and the times are there."""
    pictures = sorted(out.glob("*.png"))
    assert len(pictures) >= 40
    assert [picture.name[:2] for picture in pictures] == [f"{at:02}" for at in range(1, len(pictures) + 1)]
    for picture in pictures:
        image = QImage(str(picture))
        assert (image.width(), image.height()) == (1280, 720), picture.name
        assert colors_in(image) >= 12, f"{picture.name} is blank"
    assert len(PdfDocument(out / "family-summary.pdf")) in {1, 2, 3}
    kinds = [resource["resourceType"] for resource in _bundle(out)]
    assert {"Encounter", "Composition", "QuestionnaireResponse", "Observation"} <= set(kinds)
    timings = json.loads((out / "timings.json").read_bytes())
    assert len(timings["steps"]) >= 30
    assert all(step["seconds"] >= 0 for step in timings["steps"])


def _bundle(out: Path) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads((out / "visit.json").read_bytes())["entry"]]

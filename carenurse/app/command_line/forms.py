"""``carenurse form``: what the engine makes of a FHIR Questionnaire, and a form filled from a file."""

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from carenurse.app import form_commands
from carenurse.app.command_line.telling import complain, give
from carenurse.clinical.fhir import write_json
from carenurse.errors import ExpectedError
from carenurse.forms.features import table
from carenurse.translations import tr, trn


def check_forms(arguments: Namespace) -> int:
    """Report on each file; exit 1 when any is refused, the reason being in its report.

    With ``--features`` print the support table first; without a file and without it, raise ExpectedError.
    """
    if arguments.features:
        give(table().encode())
    elif not arguments.files:
        raise ExpectedError(tr("No form is named."), tr("Name a file, or ask for --features."))
    if not arguments.files:
        return 0
    reports = form_commands.check(arguments.files)
    give(json.dumps(reports, ensure_ascii=False, indent=2, default=str).encode())
    refused = sum(not report["loads"] for report in reports)
    if refused:
        complain(
            trn(
                "{number} file is refused as a form; its report says why.",
                "{number} files are refused as forms; their reports say why.",
                refused,
            )
        )
    return 1 if refused else 0


def fill_form(arguments: Namespace) -> int:
    """Write the filled response; exit 1 when it is not complete, with what is missing first.

    What is merely worth knowing (a calculation that cannot be done, an answer left out) goes to standard
    error too and changes nothing about the exit status.
    """
    filled = form_commands.fill(
        arguments.form, arguments.answers, arguments.context, datetime.now(UTC).astimezone()
    )
    give(write_json(filled.response))
    wrong = [issue for issue in filled.issues if issue["severity"] == "error"]
    if not filled.completed:
        complain(_not_complete(wrong))
        return 1
    for issue in filled.issues:
        complain(tr("{link}: {sentence}", link=issue["linkId"], sentence=issue["sentence"]))
    return 0


def _not_complete(wrong: Sequence[Mapping[str, Any]]) -> str:
    if not wrong:
        return tr("The form is not complete.")
    first = tr("{link}: {sentence}", link=wrong[0]["linkId"], sentence=wrong[0]["sentence"])
    if len(wrong) == 1:
        return tr("The form is not complete. {first}", first=first)
    return tr(
        "The form is not complete in {number} places. The first: {first}", number=len(wrong), first=first
    )

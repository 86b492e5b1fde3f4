"""``carenurse form``: what the engine makes of a FHIR Questionnaire, and a form filled from a file."""

import json
from argparse import Namespace
from datetime import UTC, datetime

from carenurse.app import form_commands
from carenurse.app.command_line.telling import complain, find_fault, give
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
    """Write the filled response, and to standard error, as a JSON list, everything found about it.

    Exit 1 when something in the list forbids completing (``severity`` "error"). What is merely worth
    knowing ("warning": a calculation that cannot be done, an answer left out) changes nothing about it.
    """
    filled = form_commands.fill(
        arguments.form, arguments.answers, arguments.context, datetime.now(UTC).astimezone()
    )
    give(write_json(filled.response))
    if filled.issues:
        find_fault(json.dumps(filled.issues, ensure_ascii=False, indent=2, default=str).encode())
    return 0 if filled.completed else 1

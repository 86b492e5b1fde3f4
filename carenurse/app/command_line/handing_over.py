"""``carenurse export``: write records sealed for the office, or plain with a word of warning."""

from argparse import Namespace

from carenurse.app.command_line.asking import opened
from carenurse.app.command_line.telling import complain, say, table, working
from carenurse.app.export_records import Form, export_all, export_patient, write_export
from carenurse.app.wiring import local_now
from carenurse.translations import tr


def hand_over(arguments: Namespace) -> int:
    """Write one person's record or all of them; the trace in the audit is kept before the file is."""
    to: str = arguments.to or ""
    form = Form(arguments.form) if arguments.form else None
    with opened(arguments) as vault, working(tr("Packing")):
        if arguments.patient:
            export = export_patient(vault.in_reach, arguments.patient, local_now(), to=to, form=form)
        else:
            export = export_all(vault.in_reach, local_now(), to=to, form=form)
        write_export(export, arguments.out)
    if export.warning:
        complain(export.warning)
    said = tr("Sealed in {file}:", file=arguments.out) if export.sealed else tr("{file}:", file=arguments.out)
    rows = [(kind, str(count)) for kind, count in export.counts.items()]
    say(said, *table(("", ""), [*rows, (tr("all"), str(export.total))])[1:])
    return 0

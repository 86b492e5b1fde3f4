"""The Questionnaire engine: load, dependencies, expressions, answers, validation, scoring, extraction.

Where to enter:

* ``loading.load(resource) -> Form``: an immutable form, or one sentence why not.
* ``session.Session(form, response, context)``: one filling of it: answers, what is shown, what is calculated,
  what is still open, the score; ``to_response()`` gives the QuestionnaireResponse.
* ``typing.read_typed(item, text)``: what the nurse typed, as an answer.
* ``prior.prior(form, response)``: last time's answers; ``extraction.extract(session, ...)``: Observations.

The project's own extensions, which any Questionnaire may carry (all under ``urn:carenurse:``), are
described in ``urls``. Nothing here knows a disk or a screen.
"""

"""The demo: a fictional nurse and her caseload, made by our own code from a seed. Nobody in it exists."""

from carenurse.app.demo.caseload import charts, generate, load_demo

__all__ = ["charts", "generate", "load_demo"]

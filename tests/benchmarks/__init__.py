"""The numbers of the design, measured: ``python -m tests.benchmarks`` prints them all beside their baselines.

No test asserts a time: machines differ, and another program may have the processor. What counts is the
ratio to the baseline of the same run.
"""

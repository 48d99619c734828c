"""Keeps what the readers handed on: each bundle of rows becomes one Batch, and a Batch is written in one transaction.

Part of the actions in `cases/actions/returns.py`, which hold the transaction and record the audit.

Rules: a return fills and corrects, and a blank never erases. What staff decided by hand (a closure, a step on the
pathway) is not taken back by a return. A second reading of the same file finds everything as it is and writes nothing.
"""

"""Statutory returns made by others: the children in need census (XML) and SSDA903 (CSV).

The readers work as streams, check every value, and hand on whole records only; what is wrong becomes a line of the
report. They never touch the database: `keep/` does, within the transactions of `cases/actions/returns.py`.
"""

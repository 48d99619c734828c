"""Readers of statutory returns made by others: the children in need census (XML) and SSDA903 (CSV).

They read as streams, check every value, and hand on whole records only. What is wrong becomes a line of the report.
Nothing here touches the database: `cases/actions/returns.py` does.
"""

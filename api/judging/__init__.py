"""Judging: the roads that pages, API and command line share, from closing a period to deciding on what was proposed.

A period is closed, an assessment is drawn of each closed municipality, somebody proposes, and somebody else decides.
Each is load, decide, append; what one request has recorded in parts has command ids that follow from its own, so that
the same request again records nothing new.
"""

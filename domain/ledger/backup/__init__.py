"""Backups of the embedded database, the way back from them, and what has to stay erased on that way.

A backup is a folder of its own below one that an administrator chooses::

    trede-2026-11-28T14-00-05/
        cluster/      a copy of the cluster by pg_basebackup, with its manifest: verified before it counts
        LEESMIJ.txt   for who finds it
        about.json    what it is a backup of, from when, and which master key its texts need (``kept.Backup``)
    erased-keys-….json    beside the backups: which keys were destroyed, by their ids (``erased``)

The master key is in none of it.
"""

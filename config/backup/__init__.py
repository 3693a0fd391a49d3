"""Backups of a whole registry: taken at one moment, checked, restored beside the old.

A backup is a folder::

    2026-01-31T120000Z/
      database.dump   pg_dump's own format, of one moment
      manifest.json   what they hold: sizes, SHA-256, rows of each table

The database holds everything, uploaded workbooks too. A backup holds no password and no
secret key: who restores brings those of the new place.
"""

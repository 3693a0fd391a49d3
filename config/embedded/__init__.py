"""PostgreSQL and a Redis-protocol broker, run from their wheels for one machine.

A server lives as long as somebody uses it: every user holds a shared file lock, and
a small keeper process restarts the server when it dies and stops it when the last
user is gone, however that user went.
"""

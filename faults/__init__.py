"""Break an installation while people work in it, and count what was lost.

``python -m faults`` starts database, broker, web, worker, beat and listener as the
demonstration does, in a folder of its own, lets eight people edit, kills and stops
things, and compares what they were told with what is there afterwards.
"""

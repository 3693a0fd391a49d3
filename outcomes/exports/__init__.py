"""Datasets for statisticians: what they hold, who may take them, how they are written.

A file is complete before its first byte is sent, and every one is logged.
"""

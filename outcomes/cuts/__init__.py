"""Data cuts: made once, kept for good, taken out of and compared.

``freezing`` puts a dataset's rows of a past point into parts, ``making`` makes a whole
cut of them in the background, ``thawing`` puts parts back where exports read them, and
``comparing`` holds two cuts against each other.
"""

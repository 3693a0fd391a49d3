"""Define-XML 2.1 of the analysis datasets: variables, codes, origins and methods.

Made and held to the standard by odmlib, in both languages. The datasets have ADaM's
names and structures and do not claim to be ADaM, so each is marked as non-standard
(``docs/adr/0145-define-xml.md``). Source: CDISC Define-XML 2.1.
"""

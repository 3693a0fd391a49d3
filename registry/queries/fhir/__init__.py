"""One patient as a FHIR R4B bundle, made from the forms' variables.

R4B, not R4: the library that holds it to the standard knows R4B.
"""

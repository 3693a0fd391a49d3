"""REST for every form of the registry; built from the forms' variables."""

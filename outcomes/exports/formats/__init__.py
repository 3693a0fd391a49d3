"""How a table of rows becomes a file: a module a family of formats."""

"""A spreadsheet's way in: read, map, parse, check, dry run, commit."""

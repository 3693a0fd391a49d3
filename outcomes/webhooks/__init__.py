"""Programs elsewhere are told of new data versions: signed, retried, set aside."""

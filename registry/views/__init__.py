"""What a browser is shown: thin, by way of services and queries."""

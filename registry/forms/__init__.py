"""What a browser sends and is shown, generated from what the variables say."""

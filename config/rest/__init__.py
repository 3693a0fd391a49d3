"""What every REST view shares, whichever application it belongs to."""

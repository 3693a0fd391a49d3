"""The digest by e-mail: what it says, and its sending in the background."""

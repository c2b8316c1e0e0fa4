"""The stages between the channels and the desk."""

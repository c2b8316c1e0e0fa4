"""What commands do, by the part of the window they belong to."""

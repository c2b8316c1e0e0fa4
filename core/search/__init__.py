"""What is typed in the search and what is found by it: pure, without a store."""

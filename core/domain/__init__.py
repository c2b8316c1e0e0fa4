"""The words of the product: pure types and arithmetic, no I/O."""

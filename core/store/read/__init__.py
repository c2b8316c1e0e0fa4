"""The read side: queries that return the rows of core.domain.views. Each is one short SELECT."""

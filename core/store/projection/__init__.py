"""From the log to tables: pure SQL, one transaction, no clock but the events' own."""

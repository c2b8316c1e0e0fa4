"""Text of office files (DOCX, XLSX): an archive of XML, read within bounds."""

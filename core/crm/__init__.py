"""Facts on their way to the CRM: the mapping, the record, and two places to put it."""

from core.crm.folder import FolderTarget
from core.crm.mapping import MAPPING_FILE, Mapping, load, parse
from core.crm.record import build_record, digest
from core.crm.retry import retry_delay
from core.crm.tryton import TrytonSettings, TrytonTarget

__all__ = [
    "MAPPING_FILE",
    "FolderTarget",
    "Mapping",
    "TrytonSettings",
    "TrytonTarget",
    "build_record",
    "digest",
    "load",
    "parse",
    "retry_delay",
]

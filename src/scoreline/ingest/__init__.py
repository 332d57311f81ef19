"""From source files to staged, checked tables: `read_mapping`, then `stage`, then `mart.publish`."""

from scoreline.ingest.load import LoadReport
from scoreline.ingest.mapping import Mapping
from scoreline.ingest.mapping_file import read_mapping, shipped_mappings
from scoreline.ingest.quarantine import Refusal, RefusedRowsError, write_quarantine
from scoreline.ingest.references import UnknownReference
from scoreline.ingest.sandbox import Limits
from scoreline.ingest.staging import StagingResult, stage

__all__ = [
    "Limits",
    "LoadReport",
    "Mapping",
    "Refusal",
    "RefusedRowsError",
    "StagingResult",
    "UnknownReference",
    "read_mapping",
    "shipped_mappings",
    "stage",
    "write_quarantine",
]

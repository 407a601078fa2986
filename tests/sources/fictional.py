"""The fictional databases as sources."""

from pathlib import Path

from chikai.adapters.sources.engines import open_engine
from chikai.adapters.sources.sql import SqlSources
from chikai.demo_data import build
from chikai.ledger.load import load_mapping
from chikai.ledger.model import SourceMapping


def mapping_of(company: str) -> SourceMapping:
    file = build.mappings(company)[0]
    return load_mapping(file.text, file=f"sources/{file.name}")


def sources_at(mapping: SourceMapping, path: Path) -> SqlSources:
    return SqlSources([mapping], engines=lambda _: open_engine(f"sqlite:///{path}"))

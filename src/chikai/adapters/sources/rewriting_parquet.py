"""Parquet with some rows changed: written anew with the same columns, types, order and metadata.
Its pages are packed as the library packs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from chikai.adapters.sources.folder import spool
from chikai.adapters.sources.rewriting import Edit, Unwritable
from chikai.ledger.contents import Raw


def parquet_with(file: IO[bytes], edit: Edit) -> IO[bytes]:
    """Raises `Unwritable`."""
    import polars as pl

    kept = {k: v for k, v in pl.read_parquet_metadata(file).items() if k != "ARROW:schema"}
    file.seek(0)
    frame = pl.scan_parquet(file)
    schema = frame.collect_schema()
    order = schema.names()
    out = spool()
    try:
        if edit.rows:
            edit.met |= set(_met(frame, edit))
            frame = _parquet_rows(frame, edit, schema)
        if edit.added:
            more = {name: [row.get(name) for row in edit.added] for name in order}
            frame = pl.concat([frame, pl.DataFrame(more, schema=schema, strict=True).lazy()])
        frame.select(order).sink_parquet(out, metadata=kept)
    except (pl.exceptions.PolarsError, TypeError, ValueError, OverflowError):
        raise Unwritable("plan.wrong_type") from None
    out.seek(0)
    return out


def _met(frame: Any, edit: Edit) -> Iterator[Raw]:
    for row in frame.select(edit.key).collect().iter_rows():
        if row in edit.rows:
            yield row


def _parquet_rows(frame: Any, edit: Edit, schema: Any) -> Any:
    import polars as pl

    keys = {name: [key[at] for key in edit.rows] for at, name in enumerate(edit.key)}
    goes = [cells is None for cells in edit.rows.values()]
    new = {
        f"\0{name}": [cells and cells[at] for cells in edit.rows.values()]
        for at, name in enumerate(edit.columns)
    }
    types = {name: schema[name] for name in edit.key}
    types |= {f"\0{name}": schema[name] for name in edit.columns}
    types |= {"\0goes": pl.Boolean}
    if any(goes):
        new = {name: [None] * len(goes) for name in new}
    edits = pl.DataFrame(keys | new | {"\0goes": goes}, schema=types, strict=True).lazy()
    joined = frame.join(
        edits, on=list(edit.key), how="left", nulls_equal=True, maintain_order="left"
    )
    if any(goes):
        return joined.filter(pl.col("\0goes").is_null())
    hit = pl.col("\0goes").is_not_null()
    return joined.with_columns(
        pl.when(hit).then(pl.col(f"\0{name}")).otherwise(pl.col(name)).alias(name)
        for name in edit.columns
    )

"""Reads our files with pyarrow and DuckDB and writes files of theirs; run by interop.rs with a folder and a verb."""

import datetime
import decimal
import struct
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

folder, verb = Path(sys.argv[1]), sys.argv[2]
COLUMNS = ["time", "open", "high", "low", "close", "volume", "made_up"]


def ours():
    path = folder / "ours.parquet"
    raw = (folder / "ours.bin").read_bytes()
    rows = len(raw) // 49
    truth = [struct.unpack_from(f"<{rows}q", raw, 0)]
    truth += [struct.unpack_from(f"<{rows}d", raw, 8 * rows * column) for column in range(1, 6)]
    truth += [tuple(byte != 0 for byte in raw[48 * rows:])]
    table = pq.read_table(path)
    assert table.column_names == COLUMNS, table.column_names
    assert table.schema.field("time").type == pa.timestamp("ms", tz="UTC"), table.schema
    for name, values in zip(COLUMNS, truth):
        column = table[name].cast(pa.int64()) if name == "time" else table[name]
        assert tuple(column.to_pylist()) == values, f"pyarrow reads another {name}"
    meta = pq.read_metadata(path).metadata
    assert meta[b"backcast.symbol"] == b"KRW-BTC" and meta[b"backcast.timeframe"] == b"1m", meta
    rel = duckdb.sql(f"select epoch_ms(time), open, high, low, close, volume, made_up from '{path}'").fetchall()
    assert [tuple(column) for column in zip(*rel)] == truth, "duckdb reads other values"
    assert len(pd.read_parquet(path)) == rows


ROWS = 5000
START = 1_700_000_000_000


def theirs():
    rows = range(ROWS)
    at = [START + 60_000 * row for row in rows]
    hole = lambda row, value: None if row % 7 == 3 else value
    price = [100 + row / 8 for row in rows]
    columns = {
        "ms": pa.array(at, pa.timestamp("ms", tz="UTC")),
        "us": pa.array([t * 1000 for t in at], pa.timestamp("us")),
        "ns": pa.array([t * 1_000_000 for t in at], pa.timestamp("ns", tz="Asia/Seoul")),
        "int": pa.array(at, pa.int64()),
        "small": pa.array([row % 100 - 50 for row in rows], pa.int8()),
        "unsigned": pa.array([4_000_000_000 + row for row in rows], pa.uint32()),
        "date": pa.array([datetime.date(2020, 1, 1) + datetime.timedelta(days=row) for row in rows], pa.date32()),
        "text": pa.array([hole(row, f"row {row % 10}") for row in rows], pa.string()),
        "double": pa.array([hole(row, value) for row, value in enumerate(price)], pa.float64()),
        "float": pa.array(price, pa.float32()),
        "decimal": pa.array([decimal.Decimal(row) / 8 for row in rows], pa.decimal128(18, 3)),
        "wide": pa.array([decimal.Decimal(-row) / 8 for row in rows], pa.decimal128(30, 3)),
        "flag": pa.array([row % 3 == 0 for row in rows], pa.bool_()),
    }
    table = pa.table(columns)
    for codec in ["none", "snappy", "gzip", "lz4", "zstd", "brotli"]:
        for dictionary in [True, False]:
            for version in ["1.0", "2.0"]:
                name = f"{codec}_{'dict' if dictionary else 'plain'}_v{version[0]}.parquet"
                pq.write_table(table, folder / name, compression=codec, use_dictionary=dictionary,
                               data_page_version=version, row_group_size=1234, data_page_size=4096)
    floats = ["double", "float"]
    whole = ["ms", "us", "ns", "int"]
    delta = {name: "DELTA_BINARY_PACKED" for name in whole}
    delta |= {name: "BYTE_STREAM_SPLIT" for name in floats}
    delta |= {"text": "DELTA_LENGTH_BYTE_ARRAY"}
    pq.write_table(table, folder / "delta_1.parquet", use_dictionary=False, column_encoding=delta)
    pq.write_table(table, folder / "delta_2.parquet", use_dictionary=False, column_encoding={"text": "DELTA_BYTE_ARRAY"})
    old = table.select(["ns"]).append_column("double", table["double"])
    pq.write_table(old, folder / "int96.parquet", use_deprecated_int96_timestamps=True)
    # What pandas writes of a frame of candles with their times as index.
    index = pd.to_datetime(pd.Series(at), unit="ms")
    frame = pd.DataFrame({"open": price, "volume": [3 * row for row in rows]}).set_index(pd.DatetimeIndex(index, name="timestamp"))
    frame.to_parquet(folder / "pandas.parquet")
    frame.reset_index(drop=True).to_parquet(folder / "pandas_range.parquet")
    frame.rename_axis(None).to_parquet(folder / "pandas_nameless.parquet", compression="gzip")
    duckdb.sql(f"""copy (select epoch_ms({START} + 60000 * i) as time, 100 + i / 8.0::double as double, 'row ' || (i % 10) as text
                   from range({ROWS}) t(i)) to '{folder}/duckdb.parquet' (format parquet, codec snappy)""")
    nested = pa.table({"int": pa.array(at), "list": pa.array([[1, 2]] * ROWS), "inner": pa.array([{"x": 1.5}] * ROWS)})
    pq.write_table(nested, folder / "nested.parquet")
    # A column of zeros as a stranger may well have it, and one that is nothing but a bomb.
    pq.write_table(pa.table({"zeros": pa.array([0.0] * 3_000_000)}), folder / "bomb.parquet", compression="gzip",
                   use_dictionary=False, data_page_size=32 << 20)
    pq.write_table(pa.table({f"c{i}": [1] for i in range(300)}), folder / "columns.parquet")


{"ours": ours, "theirs": theirs}[verb]()
print("done")

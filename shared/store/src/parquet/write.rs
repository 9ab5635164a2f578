//! Writing a file of ours: one row group, seven columns without missing values, and a footer that says whose bars they are.
//!
//! Written here and not by the `parquet` crate: it would be most of the data worker's bytes for one fixed layout. The crate reads
//! these files in tests, as pyarrow and DuckDB do.

use super::ParquetError;
use super::encode::{differences, flags, split};
use super::thrift_out::{Kind, ThriftWriter};
use crate::SCHEMA;
use crate::series::SeriesId;
use domain::{Bars, Calendar};

/// Keys of the metadata.
pub(super) const KEYS: [&str; 4] = [
    "backcast.schema",
    "backcast.venue",
    "backcast.symbol",
    "backcast.timeframe",
];

/// The key of the metadata that not every file has: when the market is open.
pub(super) const CALENDAR: &str = "backcast.calendar";

/// The columns in their order.
pub(super) const COLUMNS: [&str; 7] = ["time", "open", "high", "low", "close", "volume", "made_up"];

const MAGIC: &[u8] = b"PAR1";
/// Values per page: a page of prices is a megabyte.
const PAGE_ROWS: usize = 1 << 17;

/// Numbers of the format.
const BOOLEAN: i64 = 0;
const INT64: i64 = 2;
const DOUBLE: i64 = 5;
const PLAIN: i64 = 0;
const RLE: i64 = 3;
const DELTA_BINARY_PACKED: i64 = 5;
const BYTE_STREAM_SPLIT: i64 = 9;
/// Not lz4: its crate packs the same bytes in another way where addresses have 32 bits, as in wasm.
const SNAPPY: i64 = 1;
const TIMESTAMP_MILLIS: i64 = 9;

/// A column that is written.
struct Column {
    name: &'static str,
    kind: i64,
    encoding: i64,
    start: usize,
    unpacked: usize,
    packed: usize,
}

/// Bars as one Parquet file: `time` as timestamp[ms, UTC], `open`, `high`, `low`, `close`, `volume` as doubles, `made_up` as
/// booleans, and venue, symbol, timeframe and schema as key-value metadata. The same bars give the same bytes on every target.
pub fn write(id: SeriesId, bars: &Bars) -> Result<Vec<u8>, ParquetError> {
    write_open(id, None, bars)
}

/// The same, and when the market is open: for a file on its own. A segment has none, the library's list says it.
pub fn write_open(
    id: SeriesId,
    calendar: Option<Calendar>,
    bars: &Bars,
) -> Result<Vec<u8>, ParquetError> {
    let mut file = Vec::with_capacity(4096 + 24 * bars.len());
    file.extend(MAGIC);
    let mut columns = Vec::with_capacity(COLUMNS.len());
    let [time, open, high, low, close, volume, made_up] = COLUMNS;
    let times = bars.open_time().chunks(PAGE_ROWS);
    let times = times.map(|rows| (rows.len(), differences(rows)));
    columns.push(column(
        &mut file,
        (time, INT64, DELTA_BINARY_PACKED),
        times,
    )?);
    let prices = [
        (open, bars.open()),
        (high, bars.high()),
        (low, bars.low()),
        (close, bars.close()),
        (volume, bars.volume()),
    ];
    for (name, values) in prices {
        let pages = values.chunks(PAGE_ROWS);
        let pages = pages.map(|rows| (rows.len(), split(rows)));
        columns.push(column(&mut file, (name, DOUBLE, BYTE_STREAM_SPLIT), pages)?);
    }
    let pages = bars.made_up().chunks(PAGE_ROWS);
    let pages = pages.map(|rows| (rows.len(), flags(rows)));
    columns.push(column(&mut file, (made_up, BOOLEAN, PLAIN), pages)?);
    let footer = footer(id, calendar, bars, &columns);
    let length =
        u32::try_from(footer.len()).map_err(|error| ParquetError::Write(error.to_string()))?;
    file.extend(footer);
    file.extend(length.to_le_bytes());
    file.extend(MAGIC);
    Ok(file)
}

/// Appends the pages of a column.
fn column(
    file: &mut Vec<u8>,
    (name, kind, encoding): (&'static str, i64, i64),
    pages: impl Iterator<Item = (usize, Vec<u8>)>,
) -> Result<Column, ParquetError> {
    let start = file.len();
    let mut unpacked = 0;
    for (rows, bytes) in pages {
        let packed = snap::raw::Encoder::new()
            .compress_vec(&bytes)
            .map_err(|error| ParquetError::Write(error.to_string()))?;
        let mut head = ThriftWriter::default();
        head.structure(|head| {
            head.int(1, Kind::I32, 0);
            head.int(2, Kind::I32, bytes.len() as i64);
            head.int(3, Kind::I32, packed.len() as i64);
            head.inner(5, |data| {
                data.int(1, Kind::I32, rows as i64);
                data.int(2, Kind::I32, encoding);
                data.int(3, Kind::I32, RLE);
                data.int(4, Kind::I32, RLE);
            });
        });
        let head = head.into_bytes();
        unpacked += head.len() + bytes.len();
        file.extend(head);
        file.extend(packed);
    }
    Ok(Column {
        name,
        kind,
        encoding,
        start,
        unpacked,
        packed: file.len() - start,
    })
}

fn footer(id: SeriesId, calendar: Option<Calendar>, bars: &Bars, columns: &[Column]) -> Vec<u8> {
    let rows = bars.len() as i64;
    let values = [
        SCHEMA.to_string(),
        id.venue.id().to_owned(),
        id.symbol.to_string(),
        id.timeframe.to_string(),
    ];
    let calendar = calendar.map(|calendar| (CALENDAR, calendar.id()));
    let mut out = ThriftWriter::default();
    out.structure(|out| {
        out.int(1, Kind::I32, 1);
        out.list(2, Kind::Struct, columns.len() + 1);
        out.structure(|root| {
            root.text(4, "bars");
            root.int(5, Kind::I32, columns.len() as i64);
        });
        columns.iter().for_each(|column| schema(out, column));
        out.int(3, Kind::I64, rows);
        // A file without bars has no row group.
        let groups = usize::from(rows > 0);
        out.list(4, Kind::Struct, groups);
        if groups > 0 {
            group(out, bars, columns);
        }
        out.list(
            5,
            Kind::Struct,
            KEYS.len() + usize::from(calendar.is_some()),
        );
        let named = KEYS.into_iter().zip(values.iter().map(String::as_str));
        for (key, value) in named.chain(calendar) {
            out.structure(|entry| {
                entry.text(1, key);
                entry.text(2, value);
            });
        }
        out.text(6, "backcast");
        // Statistics are in the order of the type.
        out.list(7, Kind::Struct, columns.len());
        for _ in columns {
            out.structure(|order| order.inner(1, |_| ()));
        }
    });
    out.into_bytes()
}

fn schema(out: &mut ThriftWriter, column: &Column) {
    out.structure(|element| {
        element.int(1, Kind::I32, column.kind);
        // Required.
        element.int(3, Kind::I32, 0);
        element.text(4, column.name);
        if column.kind == INT64 {
            element.int(6, Kind::I32, TIMESTAMP_MILLIS);
            // The annotation old readers know, then the one that says UTC.
            element.inner(10, |logical| {
                logical.inner(8, |time| {
                    time.flag(1, true);
                    time.inner(2, |unit| unit.inner(1, |_| ()));
                });
            });
        }
    });
}

fn group(out: &mut ThriftWriter, bars: &Bars, columns: &[Column]) {
    let rows = bars.len() as i64;
    let unpacked: usize = columns.iter().map(|column| column.unpacked).sum();
    out.structure(|group| {
        group.list(1, Kind::Struct, columns.len());
        for column in columns {
            group.structure(|chunk| {
                chunk.int(2, Kind::I64, column.start as i64);
                chunk.inner(3, |meta| {
                    meta.int(1, Kind::I32, column.kind);
                    meta.list(2, Kind::I32, 2);
                    meta.element(column.encoding);
                    meta.element(RLE);
                    meta.list(3, Kind::Binary, 1);
                    meta.element_text(column.name);
                    meta.int(4, Kind::I32, SNAPPY);
                    meta.int(5, Kind::I64, rows);
                    meta.int(6, Kind::I64, column.unpacked as i64);
                    meta.int(7, Kind::I64, column.packed as i64);
                    meta.int(9, Kind::I64, column.start as i64);
                    if column.kind == INT64 {
                        statistics(meta, bars);
                    }
                });
            });
        }
        group.int(2, Kind::I64, unpacked as i64);
        group.int(3, Kind::I64, rows);
    });
}

/// First and last time, so that others can pass over a file that holds another month.
fn statistics(meta: &mut ThriftWriter, bars: &Bars) {
    let (first, last) = (bars.open_time().first(), bars.open_time().last());
    if let (Some(first), Some(last)) = (first, last) {
        meta.inner(12, |statistics| {
            statistics.int(3, Kind::I64, 0);
            statistics.binary(5, &last.to_le_bytes());
            statistics.binary(6, &first.to_le_bytes());
        });
    }
}

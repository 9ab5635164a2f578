//! Our files in pyarrow, pandas and DuckDB, and theirs here. Needs a python3 with them (or `BACKCAST_PYTHON`), else says that it
//! is skipped.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test"
)]

mod common;

use common::{bars, id};
use domain::{Bar, Bars, Timeframe, Ts, Venue};
use std::path::{Path, PathBuf};
use std::process::Command;
use store::parquet::foreign::{self, Kind, Table, TimeUnit, Values};
use store::parquet::{self, Limits, ParquetError};

const ROWS: usize = 5000;
const START: i64 = 1_700_000_000_000;

/// Runs the script; `false` when there is no Python that can.
fn python(folder: &Path, verb: &str) -> bool {
    let python = std::env::var("BACKCAST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let can = Command::new(&python)
        .args(["-c", "import pyarrow, duckdb, pandas"])
        .output();
    if !can.is_ok_and(|can| can.status.success()) {
        eprintln!("SKIPPED: {python} has no pyarrow, duckdb and pandas; set BACKCAST_PYTHON");
        return false;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop.py");
    let run = Command::new(&python)
        .arg(script)
        .arg(folder)
        .arg(verb)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{words}");
    true
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn pyarrow_pandas_and_duckdb_read_ours_to_the_bit() {
    let folder = folder("interop_ours");
    let rows = bars(Timeframe::Minute1, Ts(1_704_067_200_000), 0..20_000);
    let rows = rows.iter().enumerate().map(|(row, bar)| Bar {
        made_up: row % 5 == 0,
        ..bar
    });
    let bars = Bars::from_bars(Timeframe::Minute1, rows).unwrap();
    let id = id(Venue::Upbit, "KRW-BTC", Timeframe::Minute1);
    std::fs::write(
        folder.join("ours.parquet"),
        parquet::write(id, &bars).unwrap(),
    )
    .unwrap();
    let mut raw: Vec<u8> = bars
        .open_time()
        .iter()
        .flat_map(|t| t.to_le_bytes())
        .collect();
    for column in [
        bars.open(),
        bars.high(),
        bars.low(),
        bars.close(),
        bars.volume(),
    ] {
        raw.extend(column.iter().flat_map(|value| value.to_le_bytes()));
    }
    raw.extend(bars.made_up().iter().map(|flag| u8::from(*flag)));
    std::fs::write(folder.join("ours.bin"), raw).unwrap();
    python(&folder, "ours");
}

fn read(folder: &Path, name: &str) -> Result<Table, ParquetError> {
    let bytes = std::fs::read(folder.join(name)).unwrap();
    foreign::read(&bytes, Limits::default())
}

/// The column's kind, and whether every row holds what `value` says; `None` is a row without one.
#[track_caller]
fn ints(table: &Table, name: &str, kind: Kind, value: impl Fn(i64) -> i64) {
    let column = table
        .columns
        .iter()
        .find(|column| column.name == name)
        .unwrap();
    assert_eq!(
        (column.kind, column.present.is_none()),
        (kind, true),
        "{name}"
    );
    let wanted: Vec<i64> = (0..ROWS as i64).map(value).collect();
    assert_eq!(column.values, Values::Int(wanted), "{name}");
}

#[track_caller]
fn floats(table: &Table, name: &str, kind: Kind, holes: bool, value: impl Fn(f64) -> f64) {
    let column = table
        .columns
        .iter()
        .find(|column| column.name == name)
        .unwrap();
    assert_eq!(column.kind, kind, "{name}");
    let Values::Float(values) = &column.values else {
        panic!("{name}")
    };
    assert_eq!(values.len(), ROWS);
    for (row, got) in values.iter().enumerate() {
        let there = !holes || row % 7 != 3;
        assert_eq!(
            column.present.as_ref().is_none_or(|present| present[row]),
            there,
            "{name} row {row}"
        );
        if there {
            assert_eq!(*got, value(row as f64), "{name} row {row}");
        }
    }
}

#[test]
fn files_of_pyarrow_pandas_and_duckdb_are_read_exactly_or_refused_by_name() {
    let folder = folder("interop_theirs");
    if !python(&folder, "theirs") {
        return;
    }
    let moment = |row: i64| START + 60_000 * row;
    let whole = |table: &Table| {
        assert_eq!(table.rows, ROWS);
        ints(table, "ms", Kind::Timestamp(TimeUnit::Millis, true), moment);
        ints(
            table,
            "us",
            Kind::Timestamp(TimeUnit::Micros, false),
            |row| moment(row) * 1000,
        );
        ints(table, "ns", Kind::Timestamp(TimeUnit::Nanos, true), |row| {
            moment(row) * 1_000_000
        });
        ints(table, "int", Kind::Int, moment);
        ints(table, "small", Kind::Int, |row| row % 100 - 50);
        ints(table, "unsigned", Kind::Int, |row| 4_000_000_000 + row);
        // 2020-01-01 is day 18262.
        ints(table, "date", Kind::Date, |row| 18_262 + row);
        floats(table, "double", Kind::Float, true, |row| 100.0 + row / 8.0);
        floats(table, "float", Kind::Float, false, |row| 100.0 + row / 8.0);
        floats(table, "decimal", Kind::Decimal(3), false, |row| row / 8.0);
        floats(table, "wide", Kind::Decimal(3), false, |row| -row / 8.0);
        let find = |name: &str| {
            table
                .columns
                .iter()
                .find(|column| column.name == name)
                .unwrap()
        };
        let text = find("text");
        let texts: Vec<String> = (0..ROWS)
            .map(|row| {
                if row % 7 == 3 {
                    String::new()
                } else {
                    format!("row {}", row % 10)
                }
            })
            .collect();
        assert_eq!(
            (text.kind, &text.values),
            (Kind::Text, &Values::Text(texts))
        );
        let present: Vec<bool> = (0..ROWS).map(|row| row % 7 != 3).collect();
        assert_eq!(text.present, Some(present));
        let flags = (0..ROWS).map(|row| row % 3 == 0).collect();
        assert_eq!(find("flag").values, Values::Bool(flags));
    };
    for codec in ["none", "snappy", "gzip", "lz4"] {
        for rest in ["dict_v1", "dict_v2", "plain_v1", "plain_v2"] {
            let name = format!("{codec}_{rest}.parquet");
            whole(&read(&folder, &name).unwrap_or_else(|error| panic!("{name}: {error}")));
        }
    }
    for name in ["delta_1.parquet", "delta_2.parquet"] {
        whole(&read(&folder, name).unwrap());
    }
    for codec in ["zstd", "brotli"] {
        let error = read(&folder, &format!("{codec}_dict_v1.parquet")).unwrap_err();
        let words = error.to_string();
        assert!(words.contains(codec) && words.contains("snappy"), "{words}");
    }
    let old = read(&folder, "int96.parquet").unwrap();
    ints(&old, "ns", Kind::Timestamp(TimeUnit::Nanos, false), |row| {
        moment(row) * 1_000_000
    });

    for (name, index) in [
        ("pandas.parquet", "timestamp"),
        ("pandas_nameless.parquet", "__index_level_0__"),
    ] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let file = foreign::open(&bytes, Limits::default()).unwrap();
        assert_eq!(file.pandas_index(), [index]);
        let table = file.read(&[index, "open", "volume"]).unwrap();
        let Kind::Timestamp(unit, _) = table.columns[0].kind else {
            panic!("{name}")
        };
        let factor = match unit {
            TimeUnit::Millis => 1,
            TimeUnit::Micros => 1000,
            TimeUnit::Nanos => 1_000_000,
        };
        ints(&table, index, Kind::Timestamp(unit, false), |row| {
            moment(row) * factor
        });
        floats(&table, "open", Kind::Float, false, |row| 100.0 + row / 8.0);
        ints(&table, "volume", Kind::Int, |row| 3 * row);
    }
    let bytes = std::fs::read(folder.join("pandas_range.parquet")).unwrap();
    assert!(
        foreign::open(&bytes, Limits::default())
            .unwrap()
            .pandas_index()
            .is_empty()
    );
    let table = read(&folder, "duckdb.parquet").unwrap();
    floats(&table, "double", Kind::Float, false, |row| {
        100.0 + row / 8.0
    });

    let bytes = std::fs::read(folder.join("nested.parquet")).unwrap();
    let nested = foreign::open(&bytes, Limits::default()).unwrap();
    let list = nested
        .columns()
        .iter()
        .find(|column| column.name.starts_with("list"))
        .unwrap();
    assert!(list.unreadable.is_some());
    let table = nested.read(&["int", "inner.x"]).unwrap();
    assert_eq!(table.columns[1].values, Values::Float(vec![1.5; ROWS]));

    let words = read(&folder, "bomb.parquet").unwrap_err().to_string();
    assert!(words.contains("compression of column zeros"), "{words}");
    let words = read(&folder, "columns.parquet").unwrap_err().to_string();
    assert!(words.starts_with("columns: 300"), "{words}");
}

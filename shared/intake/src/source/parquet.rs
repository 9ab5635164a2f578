//! Parquet tables by the store's reader, which bounds what they claim.

use crate::guess::filename::Hints;
use crate::limits::{COLUMNS, FILE_BYTES, ROWS};
use crate::options::Role;
use crate::refusal::Refusal;
use crate::table::{Frame, FrameColumn, Values};
use domain::Bars;
use domain::time::DAY_MS;
use store::parquet::foreign::{self, Kind, TableColumn, TimeUnit};
use store::parquet::{Limits, ParquetError};

/// Reads every column that can be; a file of ours also says whose bars it holds, and perhaps when their market is open.
pub fn frame(bytes: &[u8]) -> Result<(Frame, Option<Hints>), Refusal> {
    if let Ok(ours) = store::parquet::read(bytes) {
        let hints = Hints {
            venue: Some(ours.id.venue),
            symbol: Some(ours.id.symbol),
            timeframe: Some(ours.id.timeframe),
            calendar: ours.calendar,
        };
        return Ok((of_bars(&ours.bars), Some(hints)));
    }
    let limits = Limits {
        file_bytes: FILE_BYTES as u64,
        rows: ROWS as u64,
        columns: COLUMNS as u64,
        ..Limits::default()
    };
    let file = foreign::open(bytes, limits).map_err(refusal)?;
    let readable = |column: &&foreign::Column| {
        column.unreadable.is_none() && !matches!(column.kind, Kind::Bytes | Kind::TimeOfDay(_))
    };
    let names: Vec<String> = file
        .columns()
        .iter()
        .filter(readable)
        .map(|column| column.name.clone())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let index = file.pandas_index().to_vec();
    let table = file.read(&names).map_err(refusal)?;
    let mut columns: Vec<FrameColumn> = table.columns.into_iter().filter_map(column).collect();
    // An index of pandas that is a time is the time of the rows, whatever it is called.
    if let [name] = index.as_slice()
        && let Some(column) = columns.iter_mut().find(|column| column.name == *name)
        && matches!(column.values, Values::Moments { .. })
        && crate::guess::roles::role_of(name).is_none()
    {
        column.name = "index".to_owned();
    }
    Ok((Frame { columns }, None))
}

fn of_bars(bars: &Bars) -> Frame {
    let column = |role: Role, values| FrameColumn {
        name: role.id().to_owned(),
        values,
    };
    let numbers = |values: &[f64]| Values::Numbers(values.to_vec());
    let made_up = bars.made_up().iter().map(|made_up| i64::from(*made_up));
    Frame {
        columns: vec![
            column(
                Role::Time,
                Values::Moments {
                    ms: bars.open_time().to_vec(),
                    utc: true,
                },
            ),
            column(Role::Open, numbers(bars.open())),
            column(Role::High, numbers(bars.high())),
            column(Role::Low, numbers(bars.low())),
            column(Role::Close, numbers(bars.close())),
            column(Role::Volume, numbers(bars.volume())),
            column(Role::MadeUp, Values::Wholes(made_up.collect())),
        ],
    }
}

fn refusal(error: ParquetError) -> Refusal {
    Refusal::Damaged {
        format: "Parquet".to_owned(),
        reason: error.to_string(),
    }
}

fn column(column: TableColumn) -> Option<FrameColumn> {
    let present = column.present;
    let there = move |row: usize| {
        present
            .as_ref()
            .is_none_or(|rows| rows.get(row).copied().unwrap_or(false))
    };
    let moments = |values: Vec<i64>, ms: fn(i64) -> i64, utc: bool| Values::Moments {
        ms: values
            .into_iter()
            .enumerate()
            .map(|(row, value)| if there(row) { ms(value) } else { i64::MIN })
            .collect(),
        utc,
    };
    let values = match (column.values, column.kind) {
        (foreign::Values::Int(values), Kind::Timestamp(TimeUnit::Millis, utc)) => {
            moments(values, |ms| ms, utc)
        }
        (foreign::Values::Int(values), Kind::Timestamp(TimeUnit::Micros, utc)) => {
            moments(values, |micros| micros.div_euclid(1_000), utc)
        }
        (foreign::Values::Int(values), Kind::Timestamp(TimeUnit::Nanos, utc)) => {
            moments(values, |nanos| nanos.div_euclid(1_000_000), utc)
        }
        (foreign::Values::Int(values), Kind::Date) => {
            moments(values, |days| days.saturating_mul(DAY_MS), false)
        }
        (foreign::Values::Int(values), _) => {
            let values = values.into_iter().enumerate();
            Values::Wholes(
                values
                    .map(|(row, value)| if there(row) { value } else { i64::MIN })
                    .collect(),
            )
        }
        (foreign::Values::Float(values), _) => {
            let values = values.into_iter().enumerate();
            Values::Numbers(
                values
                    .map(|(row, value)| if there(row) { value } else { f64::NAN })
                    .collect(),
            )
        }
        (foreign::Values::Bool(values), _) => {
            Values::Wholes(values.into_iter().map(i64::from).collect())
        }
        (foreign::Values::Text(values), _) => Values::Texts(values),
        (foreign::Values::Bytes(_), _) => return None,
    };
    Some(FrameColumn {
        name: column.name,
        values,
    })
}

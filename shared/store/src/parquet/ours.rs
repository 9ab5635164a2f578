//! Reading a file of ours: the same bounded path as for a stranger's, then the names, types and metadata must be exactly ours.

use super::foreign::{self, Foreign, Kind, Table, TimeUnit, Values};
use super::write::{CALENDAR, COLUMNS, KEYS};
use super::{Limits, ParquetError};
use crate::SCHEMA;
use crate::series::SeriesId;
use domain::bars::Columns;
use domain::{Bars, Calendar, Symbol, Timeframe, Venue};

/// A file of ours: whose bars, when their market is open, and the bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Ours {
    /// Whose bars.
    pub id: SeriesId,
    /// When the market is open, if the file says so.
    pub calendar: Option<Calendar>,
    /// The bars.
    pub bars: Bars,
}

/// Reads a file [`super::write`] made; any other file is refused, [`foreign`] reads those.
pub fn read(bytes: &[u8]) -> Result<Ours, ParquetError> {
    let file = foreign::open(bytes, Limits::default())?;
    let id = owner(&file)?;
    let calendar = file.metadata(CALENDAR).and_then(Calendar::find);
    let table = file.read(&COLUMNS)?;
    let bars = bars(id.timeframe, table)?;
    Ok(Ours { id, calendar, bars })
}

/// Whose bars a file holds, if it says so.
pub(super) fn owner(file: &Foreign<'_>) -> Result<SeriesId, ParquetError> {
    let [schema, venue, symbol, timeframe] = KEYS.map(|key| file.metadata(key));
    let not_ours = |what: &str| ParquetError::NotOurs(format!("it names no {what}"));
    let schema = schema.and_then(|text| text.parse::<u32>().ok());
    let schema = schema.ok_or_else(|| not_ours("schema"))?;
    if schema > SCHEMA {
        return Err(ParquetError::TooNew {
            schema,
            known: SCHEMA,
        });
    }
    Ok(SeriesId {
        venue: venue
            .and_then(Venue::find)
            .ok_or_else(|| not_ours("venue"))?,
        symbol: symbol
            .and_then(|text| Symbol::parse(text).ok())
            .ok_or_else(|| not_ours("symbol"))?,
        timeframe: timeframe
            .and_then(Timeframe::parse)
            .ok_or_else(|| not_ours("timeframe"))?,
    })
}

fn bars(timeframe: Timeframe, table: Table) -> Result<Bars, ParquetError> {
    let not_ours = || ParquetError::NotOurs("its columns have other types".to_owned());
    let mut columns = table.columns.into_iter();
    let mut next = || columns.next().ok_or_else(not_ours);
    let time = next()?;
    if time.kind != Kind::Timestamp(TimeUnit::Millis, true) || time.present.is_some() {
        return Err(not_ours());
    }
    let Values::Int(open_time) = time.values else {
        return Err(not_ours());
    };
    let mut prices = || match next()? {
        foreign::TableColumn {
            values: Values::Float(values),
            present: None,
            ..
        } => Ok(values),
        _ => Err(not_ours()),
    };
    let (open, high, low) = (prices()?, prices()?, prices()?);
    let (close, volume) = (prices()?, prices()?);
    let Values::Bool(made_up) = next()?.values else {
        return Err(not_ours());
    };
    Ok(Bars::from_columns(
        timeframe,
        Columns {
            open_time,
            open,
            high,
            low,
            close,
            volume,
            made_up,
        },
    )?)
}

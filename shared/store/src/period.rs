//! Which stretch of the calendar a segment holds, and the file name that says so.

use crate::series::SeriesId;
use domain::{Digest, Symbol, Timeframe, Ts, Venue};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The stretch of time one segment may hold, UTC: a day for bars of a second, a month for those under 1 h, a year for
/// those under 1 d, all for longer ones. New ones go to the end: files keep the place in this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Period {
    /// Year and month.
    Month(i32, u8),
    /// A year.
    Year(i32),
    /// Everything.
    All,
    /// Year, month and day.
    Day(i32, u8, u8),
}

impl Period {
    /// The period that holds a bar that opens at this moment.
    pub fn of(timeframe: Timeframe, open: Ts) -> Period {
        let civil = open.civil();
        let year =
            i32::try_from(civil.year).unwrap_or(if civil.year < 0 { i32::MIN } else { i32::MAX });
        match timeframe {
            // A day of seconds is as many bars as two months of minutes.
            shorter if shorter < Timeframe::Minute1 => {
                Period::Day(year, civil.month as u8, civil.day as u8)
            }
            shorter if shorter < Timeframe::Hour1 => Period::Month(year, civil.month as u8),
            shorter if shorter < Timeframe::Day1 => Period::Year(year),
            _ => Period::All,
        }
    }

    /// Reads `2024-01-31`, `2024-01`, `2024` or `all`.
    pub fn parse(text: &str) -> Option<Period> {
        let number = |text: &str, digits: usize| {
            let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| text.parse::<i32>().ok()).flatten()
        };
        match text.split_once('-') {
            None if text == "all" => Some(Period::All),
            None => number(text, 4).map(Period::Year),
            Some((year, rest)) => {
                let (month, day) = match rest.split_once('-') {
                    None => (rest, None),
                    Some((month, day)) => {
                        let day = number(day, 2).filter(|day| (1..=31).contains(day))?;
                        (month, Some(day as u8))
                    }
                };
                let month = number(month, 2).filter(|month| (1..=12).contains(month))? as u8;
                let year = number(year, 4)?;
                Some(day.map_or(Period::Month(year, month), |day| {
                    Period::Day(year, month, day)
                }))
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Day(year, month, day) => write!(out, "{year:04}-{month:02}-{day:02}"),
            Period::Month(year, month) => write!(out, "{year:04}-{month:02}"),
            Period::Year(year) => write!(out, "{year:04}"),
            Period::All => out.write_str("all"),
        }
    }
}

/// `{venue}_{symbol}_{timeframe}_{period}_{hash16}.parquet`: enough to sort a folder by eye, and to doubt a file that lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentName {
    /// Whose bars.
    pub id: SeriesId,
    /// Which stretch.
    pub period: Period,
    /// The first 16 digits of the file's SHA-256.
    pub hash16: String,
}

impl SegmentName {
    /// The name of a file with this content.
    pub fn new(id: SeriesId, period: Period, sha256: Digest) -> SegmentName {
        let mut hash16 = sha256.to_string();
        hash16.truncate(16);
        SegmentName { id, period, hash16 }
    }

    /// Reads a file name; `None` when it is not that of a segment.
    pub fn parse(file: &str) -> Option<SegmentName> {
        let stem = file.strip_suffix(".parquet")?;
        // From the right: venues and symbols have underscores of their own.
        let mut parts = stem.rsplitn(4, '_');
        let hash16 = parts.next()?;
        let period = Period::parse(parts.next()?)?;
        let timeframe = Timeframe::parse(parts.next()?)?;
        let market = parts.next()?;
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if hash16.len() != 16 || !hash16.bytes().all(hex) {
            return None;
        }
        let id = Venue::ALL.into_iter().find_map(|venue| {
            let code = market.strip_prefix(venue.id())?.strip_prefix('_')?;
            let symbol = Symbol::parse(code).ok()?;
            Some(SeriesId::new(venue, symbol, timeframe))
        })?;
        Some(SegmentName {
            id,
            period,
            hash16: hash16.to_owned(),
        })
    }
}

impl fmt::Display for SegmentName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SeriesId {
            venue,
            symbol,
            timeframe,
        } = self.id;
        write!(
            out,
            "{}_{symbol}_{timeframe}_{}_{}.parquet",
            venue.id(),
            self.period,
            self.hash16
        )
    }
}

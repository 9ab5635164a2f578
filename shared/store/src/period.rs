//! Which stretch of the calendar a segment holds, and the file name that says so.

use crate::series::SeriesId;
use domain::{Digest, Symbol, Timeframe, Ts, Venue};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The stretch of time one segment may hold, UTC: a month for bars under 1 h, a year for 1 h and 4 h, all for longer ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Period {
    /// Year and month.
    Month(i32, u8),
    /// A year.
    Year(i32),
    /// Everything.
    All,
}

impl Period {
    /// The period that holds a bar that opens at this moment.
    pub fn of(timeframe: Timeframe, open: Ts) -> Period {
        let civil = open.civil();
        let year =
            i32::try_from(civil.year).unwrap_or(if civil.year < 0 { i32::MIN } else { i32::MAX });
        match timeframe {
            Timeframe::Day1 | Timeframe::Week1 | Timeframe::Month1 => Period::All,
            Timeframe::Hour1 | Timeframe::Hour4 => Period::Year(year),
            _ => Period::Month(year, civil.month as u8),
        }
    }

    /// Reads `2024-01`, `2024` or `all`.
    pub fn parse(text: &str) -> Option<Period> {
        let number = |text: &str, digits: usize| {
            let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| text.parse::<i32>().ok()).flatten()
        };
        match text.split_once('-') {
            None if text == "all" => Some(Period::All),
            None => number(text, 4).map(Period::Year),
            Some((year, month)) => {
                let month = number(month, 2).filter(|month| (1..=12).contains(month))?;
                Some(Period::Month(number(year, 4)?, month as u8))
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
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

//! A segment in memory that is read as one of the disk is: a browser optimises what has run often, and somebody has to run it first.

use super::segment;
use crate::error::Error;
use crate::parquet;
use crate::period::Period;
use crate::quality::Coverage;
use crate::series::{SegmentEntry, SeriesId};
use domain::{Bars, Digest, Ts};

/// Bars to practise on.
#[derive(Debug)]
pub struct Practice {
    id: SeriesId,
    entry: SegmentEntry,
    bytes: Vec<u8>,
}

impl Practice {
    /// Packs bars as a segment is packed; `None` when there are none.
    pub fn new(id: SeriesId, bars: &Bars) -> Result<Option<Practice>, Error> {
        let Some(span) = bars.span() else {
            return Ok(None);
        };
        let bytes = parquet::write(id, bars).map_err(|cause| Error::Parquet { id, cause })?;
        let entry = SegmentEntry {
            file: "practice".to_owned(),
            period: Period::of(id.timeframe, Ts(span.start.0)),
            span,
            bars: bars.len() as u64,
            bytes: bytes.len() as u64,
            // Only a thorough reading asks for it.
            sha256: Digest([0; 32]),
            xxh64: segment::checksum(&bytes),
            coverage: Coverage::default(),
            outliers: 0,
        };
        Ok(Some(Practice { id, entry, bytes }))
    }

    /// Reads them, every byte checked.
    pub fn read(&self) -> Result<Bars, Error> {
        segment::check(self.id, &self.entry, &self.bytes)?;
        segment::bars_of(self.id, &self.entry, &self.bytes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;
    use domain::{Bar, Symbol, Timeframe, Venue};

    fn id() -> SeriesId {
        SeriesId::new(
            Venue::File,
            Symbol::parse("WARM").unwrap(),
            Timeframe::Minute1,
        )
    }

    #[test]
    fn what_is_read_is_what_was_packed() {
        let bar = |row: i64| Bar {
            open_time: Ts(60_000 * row),
            open: 10.0,
            high: 12.0 + row as f64,
            low: 9.0,
            close: 11.0,
            volume: 0.5,
            made_up: row % 7 == 0,
        };
        let bars = Bars::from_bars(Timeframe::Minute1, (0..500).map(bar)).unwrap();
        let mut practice = Practice::new(id(), &bars).unwrap().unwrap();
        assert_eq!(practice.read().unwrap(), bars);
        let middle = practice.bytes.len() / 2;
        practice.bytes[middle] ^= 1;
        assert!(
            practice
                .read()
                .unwrap_err()
                .to_string()
                .contains("checksum")
        );
    }

    #[test]
    fn nothing_is_no_practice() {
        assert!(
            Practice::new(id(), &Bars::new(Timeframe::Minute1))
                .unwrap()
                .is_none()
        );
    }
}

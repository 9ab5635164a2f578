//! Where the bars come from: the sample market, or series of the library of one venue.

use super::{Draft, Field, Range};
use crate::format;
use crate::library::protocol::Covered;
use domain::{Dataset, Digest, Span, Symbol, Ts, Venue};

/// The word of the sample market in links.
pub(super) const SAMPLE: &str = "sample";

impl Draft {
    /// The venue whose bars are asked for; `None` is the sample market, or a venue that doesn't exist.
    pub fn venue(&self) -> Option<Venue> {
        self.0.get(&Field::Source).and_then(|text| venue(text))
    }

    /// Back to the sample.
    pub fn reset_source(&mut self) {
        self.set(Field::Source, SAMPLE);
    }

    /// The fee nobody said: the venue's for who takes what is there, of the first symbol.
    pub(super) fn default_fee(&self) -> String {
        let first = self
            .symbols()
            .first()
            .and_then(|code| Symbol::parse(code).ok());
        match (self.venue(), first) {
            (Some(venue), Some(symbol)) => format::plain(venue.fees(symbol).taker.get()),
            _ => Range::FEE.default_text(),
        }
    }

    /// Another source has other symbols, bars and fees; and bars that were named are named no more when others are asked for.
    pub(super) fn keep_market_together(&mut self, field: &Field, text: &str) {
        if self.0.get(field).is_some_and(|kept| kept == text) {
            return;
        }
        let goes = |kept: &Field| match field {
            Field::Source => matches!(
                kept,
                Field::Symbols
                    | Field::Watched
                    | Field::Timeframe
                    | Field::Span
                    | Field::Fee
                    | Field::Data
            ),
            Field::Symbols | Field::Watched | Field::Timeframe | Field::Span | Field::Fill => {
                *kept == Field::Data
            }
            _ => false,
        };
        self.0.retain(|kept, _| !goes(kept));
    }

    /// Are these the bars a link speaks of? One that names none takes any. The answer is one for each symbol.
    pub fn agrees(&self, covered: &[Covered]) -> Vec<bool> {
        let named = self.text(&Field::Data);
        if named.is_empty() {
            return vec![true; covered.len()];
        }
        let named: Vec<&str> = named.split(',').collect();
        let same = |(place, one): (usize, &Covered)| {
            let hash = one.hash.map(|hash| hash.short());
            named.len() == covered.len() && named.get(place).copied() == hash.as_deref()
        };
        covered.iter().enumerate().map(same).collect()
    }
}

/// What names bars in a link; `None` when some are not there.
pub fn named(covered: &[Covered]) -> Option<String> {
    let short: Option<Vec<String>> = covered
        .iter()
        .map(|one| one.hash.map(|hash| hash.short()))
        .collect();
    short.map(|short| short.join(","))
}

/// What names all bars of a question, as the data of a run are named; `None` when some are not there.
pub fn digest(covered: &[Covered]) -> Option<Digest> {
    let one = |one: &Covered| Some((one.key.symbol, one.hash?));
    let all: Option<Vec<(Symbol, Digest)>> = covered.iter().map(one).collect();
    Some(Dataset::digest_of(all?))
}

/// A venue of bars somebody has.
pub(super) fn venue(text: &str) -> Option<Venue> {
    Venue::find(text).filter(|venue| *venue != Venue::Sample)
}

/// A stretch of days as links write it: `2024-01-01..2024-07-01`, the second day not in it.
pub fn span_text(span: Span) -> String {
    let day = |at: Ts| {
        let civil = at.civil();
        format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
    };
    format!("{}..{}", day(span.start), day(span.end))
}

/// Reads it.
pub(super) fn span(text: &str) -> Option<Span> {
    let day = |text: &str| {
        let mut parts = text.splitn(3, '-').map(|part| part.parse::<u32>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let fits =
            (1970..=2262).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        fits.then(|| Ts::from_date(i64::from(year), month, day))
    };
    let (start, end) = text.split_once("..")?;
    let span = Span {
        start: day(start)?,
        end: day(end)?,
    };
    (span.start < span.end && span_text(span) == text).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::protocol::SeriesKey;
    use domain::Timeframe;

    fn covered(code: &str, hash: u8) -> Covered {
        let key = SeriesKey {
            venue: Venue::Upbit,
            symbol: Symbol::parse(code).unwrap(),
            timeframe: Timeframe::Hour1,
        };
        Covered {
            key,
            from: Some(key),
            span: None,
            whole: None,
            bars: 1,
            gaps: 0,
            missing: 0,
            hash: Some(Digest([hash; 32])),
            strip: Vec::new(),
            trouble: None,
            calendar: None,
        }
    }

    #[test]
    fn another_source_takes_its_symbols_and_fee_along() {
        let mut draft = Draft::default();
        draft.set(Field::Fee, "7");
        draft.set(Field::Cash, "20000000");
        draft.set(Field::Source, "upbit");
        assert_eq!(draft.text(&Field::Symbols), "");
        draft.set(Field::Symbols, "BTC-ETH");
        assert_eq!(draft.text(&Field::Fee), "25", "a market in BTC costs more");
        assert_eq!(draft.text(&Field::Cash), "20000000");
    }

    #[test]
    fn a_link_says_which_of_its_series_differs() {
        let mut draft = Draft::default();
        draft.set(Field::Source, "upbit");
        draft.set(Field::Symbols, "KRW-BTC,KRW-ETH");
        let there = [covered("KRW-BTC", 1), covered("KRW-ETH", 2)];
        assert_eq!(draft.agrees(&there), [true, true]);
        draft.set(Field::Data, named(&there).unwrap());
        assert_eq!(draft.agrees(&there), [true, true]);
        let here = [covered("KRW-BTC", 1), covered("KRW-ETH", 9)];
        assert_eq!(draft.agrees(&here), [true, false]);
        draft.set(Field::Timeframe, "1d");
        assert_eq!(draft.text(&Field::Data), "", "other bars were never named");
    }

    #[test]
    fn spans_are_days_and_have_one_spelling() {
        let text = "2024-01-31..2024-03-01";
        assert_eq!(span(text).map(span_text).as_deref(), Some(text));
        for bad in [
            "",
            "..",
            "2024-1-31..2024-03-01",
            "2024-02-30..2024-03-01",
            "2024-03-01..2024-03-01",
            "all",
        ] {
            assert_eq!(span(bad), None, "{bad}");
        }
    }
}

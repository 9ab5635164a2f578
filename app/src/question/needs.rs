//! What a strategy needs and the question doesn't have, with the change that would help.

use super::{Draft, Field};
use crate::library::protocol::SeriesRow;
use domain::{Timeframe, sample};

/// Something a strategy lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Another number of symbols; these would do.
    Symbols(Vec<String>),
    /// More symbols than the library has of the venue.
    Series,
    /// Shorter bars; these would do.
    Bars(Timeframe),
}

impl Draft {
    /// What the strategy lacks; `library` is all there is, once it is known.
    pub fn lacks(&self, library: Option<&[SeriesRow]>) -> Vec<Lack> {
        let Some(needs) = self.strategy().map(|strategy| strategy.needs) else {
            return Vec::new();
        };
        let chosen = self.symbols();
        let wanted = needs.symbols.filter(|_| !needs.fits_symbols(chosen.len()));
        let symbols = wanted.and_then(|count| match self.venue() {
            None => Some(Lack::Symbols(first_symbols(&chosen, count))),
            Some(_) => Some(first_series(&chosen, &self.codes_of(library?), count)),
        });
        let timeframe = Timeframe::parse(&self.text(&Field::Timeframe));
        let too_long = timeframe.is_some_and(|timeframe| !needs.fits_bars(timeframe));
        let frames: &[Timeframe] = match self.venue() {
            None => &sample::TIMEFRAMES,
            Some(_) => &Timeframe::ALL,
        };
        let fitting = frames.iter().copied();
        let longest = fitting.filter(|frame| needs.fits_bars(*frame)).max();
        let bars = longest.filter(|_| too_long).map(Lack::Bars);
        symbols.into_iter().chain(bars).collect()
    }

    /// The symbols of the venue whose bars the library has, or can make of shorter ones.
    fn codes_of(&self, library: &[SeriesRow]) -> Vec<String> {
        let (venue, timeframe) = (
            self.venue(),
            Timeframe::parse(&self.text(&Field::Timeframe)),
        );
        let makes = |has: Timeframe| {
            timeframe
                .is_none_or(|wanted| has <= wanted && wanted.millis().rem_euclid(has.millis()) == 0)
        };
        let rows = library.iter().map(|row| row.key);
        let fitting = rows.filter(|key| Some(key.venue) == venue && makes(key.timeframe));
        let mut codes: Vec<String> = fitting.map(|key| key.symbol.to_string()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Makes the change that helps.
    pub fn supply(&mut self, lack: &Lack) {
        match lack {
            Lack::Symbols(codes) => {
                self.set(Field::Symbols, codes.join(","));
                let mut watched = self.watched();
                watched.retain(|code| !codes.contains(code));
                self.set(Field::Watched, watched.join(","));
            }
            // Nothing here can make up for it.
            Lack::Series => {}
            Lack::Bars(timeframe) => self.set(Field::Timeframe, timeframe.as_str()),
        }
    }
}

/// So many symbols, the chosen ones before others; in the order of the sample.
fn first_symbols(chosen: &[String], count: usize) -> Vec<String> {
    let all = sample::SYMBOLS.map(|symbol| symbol.code.to_owned());
    first_of(chosen, &all, count)
}

/// The same of the library, when it has so many.
fn first_series(chosen: &[String], library: &[String], count: usize) -> Lack {
    let mut all = [chosen, library].concat();
    all.sort_unstable();
    all.dedup();
    if all.len() < count {
        return Lack::Series;
    }
    Lack::Symbols(first_of(chosen, &all, count))
}

fn first_of(chosen: &[String], all: &[String], count: usize) -> Vec<String> {
    let is_chosen = |code: &&String| chosen.contains(code);
    // What is chosen already leaves so much room for others.
    let mut room = count.saturating_sub(all.iter().filter(is_chosen).count());
    let mut codes = Vec::new();
    for code in all {
        if is_chosen(&code) {
            codes.push(code.clone());
        } else if room > 0 {
            room -= 1;
            codes.push(code.clone());
        }
    }
    codes.truncate(count);
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::protocol::{GapPolicy, SeriesKey, Source};
    use domain::{Calendar, Digest, Symbol, Ts, Venue};

    fn draft(pairs: &[(&'static str, &'static str)]) -> Draft {
        Draft::from_pairs(pairs.iter().copied())
    }

    fn codes(codes: [&str; 2]) -> Vec<String> {
        codes.map(str::to_owned).to_vec()
    }

    fn row(code: &str, timeframe: Timeframe) -> SeriesRow {
        SeriesRow {
            key: SeriesKey {
                venue: Venue::Upbit,
                symbol: Symbol::parse(code).unwrap(),
                timeframe,
            },
            bars: 1,
            bytes: 1,
            span: None,
            updated: Ts(0),
            source: Source::Exchange,
            hash: Digest([0; 32]),
            calendar: Calendar::AlwaysOpen,
            gaps: 0,
            missing: 0,
            duplicates: 0,
            outliers: 0,
            policy: GapPolicy::Leave,
            coverage: Vec::new(),
        }
    }

    #[test]
    fn a_pair_of_the_library_takes_what_has_bars_of_that_length() {
        let mut draft = draft(&[
            ("strategy", "pairs_spread"),
            ("source", "upbit"),
            ("symbols", "KRW-ETH"),
            ("timeframe", "1h"),
        ]);
        assert_eq!(draft.lacks(None), [], "not known yet");
        let day = row("KRW-ADA", Timeframe::Day1);
        let eth = row("KRW-ETH", Timeframe::Hour1);
        assert_eq!(
            draft.lacks(Some(&[day.clone(), eth.clone()])),
            [Lack::Series],
            "days make no hours"
        );
        let library = [day, eth, row("KRW-BTC", Timeframe::Minute1)];
        let lacks = draft.lacks(Some(&library));
        assert_eq!(lacks, [Lack::Symbols(codes(["KRW-BTC", "KRW-ETH"]))]);
        draft.supply(&lacks[0]);
        assert_eq!(draft.symbols(), ["KRW-BTC", "KRW-ETH"]);
        assert_eq!(draft.lacks(Some(&library)), []);
    }

    #[test]
    fn a_pair_takes_the_chosen_symbol_and_the_next() {
        let [first, second, third, last] = sample::SYMBOLS.map(|symbol| symbol.code);
        let pairs = ("strategy", "pairs_spread");
        assert_eq!(
            draft(&[pairs]).lacks(None),
            [Lack::Symbols(codes([first, second]))]
        );
        let mut other = draft(&[pairs, ("symbols", last)]);
        let lacks = other.lacks(None);
        assert_eq!(lacks, [Lack::Symbols(codes([first, last]))]);
        other.supply(&lacks[0]);
        assert_eq!(other.lacks(None), []);
        let mut three = draft(&[pairs]);
        for code in [second, third] {
            three.toggle_symbol(code);
        }
        assert_eq!(three.lacks(None), [Lack::Symbols(codes([first, second]))]);
    }

    #[test]
    fn an_opening_range_takes_hours_and_most_strategies_take_anything() {
        let mut opening = draft(&[("strategy", "opening_range_breakout")]);
        assert_eq!(opening.lacks(None), [Lack::Bars(Timeframe::Hour1)]);
        opening.supply(&Lack::Bars(Timeframe::Hour1));
        assert_eq!(opening.lacks(None), []);
        assert_eq!(Draft::default().lacks(None), []);
    }
}

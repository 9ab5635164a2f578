//! What a strategy needs and the question doesn't have, with the change that would help.

use super::{Draft, Field};
use domain::{Timeframe, sample};

/// Something a strategy lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Another number of symbols; these would do.
    Symbols(Vec<&'static str>),
    /// Shorter bars; these would do.
    Bars(Timeframe),
}

impl Draft {
    /// What the strategy lacks.
    pub fn lacks(&self) -> Vec<Lack> {
        let Some(needs) = self.strategy().map(|strategy| strategy.needs) else {
            return Vec::new();
        };
        let chosen = self.symbols();
        let symbols = needs
            .symbols
            // Which other symbols the library has is not known here.
            .filter(|_| self.venue().is_none() && !needs.fits_symbols(chosen.len()))
            .map(|count| Lack::Symbols(first_symbols(&chosen, count)));
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

    /// Makes the change that helps.
    pub fn supply(&mut self, lack: &Lack) {
        match lack {
            Lack::Symbols(codes) => {
                self.set(Field::Symbols, codes.join(","));
                let mut watched = self.watched();
                watched.retain(|code| !codes.contains(&code.as_str()));
                self.set(Field::Watched, watched.join(","));
            }
            Lack::Bars(timeframe) => self.set(Field::Timeframe, timeframe.as_str()),
        }
    }
}

/// So many symbols, the chosen ones before others; in the order of the sample.
fn first_symbols(chosen: &[String], count: usize) -> Vec<&'static str> {
    let is_chosen = |code: &str| chosen.iter().any(|known| known == code);
    let taken = sample::SYMBOLS.iter().filter(|one| is_chosen(one.code));
    // What is chosen already leaves so much room for others.
    let mut room = count.saturating_sub(taken.count());
    let mut codes = Vec::new();
    for symbol in &sample::SYMBOLS {
        if is_chosen(symbol.code) {
            codes.push(symbol.code);
        } else if room > 0 {
            room -= 1;
            codes.push(symbol.code);
        }
    }
    codes.truncate(count);
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(pairs: &[(&'static str, &'static str)]) -> Draft {
        Draft::from_pairs(pairs.iter().copied())
    }

    #[test]
    fn a_pair_takes_the_chosen_symbol_and_the_next() {
        let [first, second, third, last] = sample::SYMBOLS.map(|symbol| symbol.code);
        let pairs = ("strategy", "pairs_spread");
        assert_eq!(
            draft(&[pairs]).lacks(),
            [Lack::Symbols(vec![first, second])]
        );
        let mut other = draft(&[pairs, ("symbols", last)]);
        let lacks = other.lacks();
        assert_eq!(lacks, [Lack::Symbols(vec![first, last])]);
        other.supply(&lacks[0]);
        assert_eq!(other.lacks(), []);
        let mut three = draft(&[pairs]);
        for code in [second, third] {
            three.toggle_symbol(code);
        }
        assert_eq!(three.lacks(), [Lack::Symbols(vec![first, second])]);
    }

    #[test]
    fn an_opening_range_takes_hours_and_most_strategies_take_anything() {
        let mut opening = draft(&[("strategy", "opening_range_breakout")]);
        assert_eq!(opening.lacks(), [Lack::Bars(Timeframe::Hour1)]);
        opening.supply(&Lack::Bars(Timeframe::Hour1));
        assert_eq!(opening.lacks(), []);
        assert_eq!(Draft::default().lacks(), []);
    }
}

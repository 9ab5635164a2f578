//! What a strategy can't do without: how many symbols, and how long a bar may be at most.

use crate::words::{Words, bars_of};
use domain::Timeframe;

/// What a question must hold for a strategy to do what it is meant to. Without it the strategy runs and hardly trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Exactly so many symbols; `None` is any number.
    pub symbols: Option<usize>,
    /// The longest bars it can use; `None` is any.
    pub longest_bars: Option<Timeframe>,
}

impl Needs {
    /// Any symbols, any bars.
    pub const NOTHING: Needs = Needs {
        symbols: None,
        longest_bars: None,
    };

    /// Is it content with so many symbols?
    pub fn fits_symbols(self, count: usize) -> bool {
        self.symbols.is_none_or(|needed| needed == count)
    }

    /// Is it content with bars of this length?
    pub fn fits_bars(self, timeframe: Timeframe) -> bool {
        self.longest_bars.is_none_or(|longest| timeframe <= longest)
    }

    /// The needs as sentences; empty when there are none.
    pub fn words(self) -> Vec<Words> {
        let symbols = self.symbols.map(|count| Words {
            en: format!("Needs exactly {count} symbols."),
            ko: format!("종목이 정확히 {count}개 필요합니다."),
        });
        let bars = self.longest_bars.map(|longest| Words {
            en: format!("Needs {longest} bars or shorter ones."),
            ko: format!("{}이나 더 짧은 봉이 필요합니다.", bars_of(longest).ko),
        });
        symbols.into_iter().chain(bars).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_so_many_symbols_and_bars_no_longer_than_said() {
        let needs = Needs {
            symbols: Some(2),
            longest_bars: Some(Timeframe::Hour1),
        };
        let fits = |count| needs.fits_symbols(count);
        assert_eq!([1, 2, 3].map(fits), [false, true, false]);
        let frames = [Timeframe::Minute30, Timeframe::Hour1, Timeframe::Day1];
        assert_eq!(
            frames.map(|frame| needs.fits_bars(frame)),
            [true, true, false]
        );
        assert_eq!(needs.words().len(), 2);
    }

    #[test]
    fn nothing_is_content_with_everything_and_says_nothing() {
        let needs = Needs::NOTHING;
        assert!(needs.fits_symbols(1) && needs.fits_bars(Timeframe::Month1));
        assert!(needs.words().is_empty());
    }
}

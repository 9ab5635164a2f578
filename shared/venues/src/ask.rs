//! What is asked for, page by page: bars of one symbol in a span, and what comes back.

use domain::{Bar, Bars, Span, Symbol, Timeframe, Ts, Venue};
use serde::{Deserialize, Serialize};

use crate::Fault;

/// A question for bars: those that open inside `span`, of a length the exchange serves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BarsAsk {
    /// Whose bars.
    pub symbol: Symbol,
    /// How long.
    pub timeframe: Timeframe,
    /// Opening times.
    pub span: Span,
    /// The time it is: a bar that closes later is still forming and is never among the closed ones.
    pub now: Ts,
    /// Which of several readings of the market, where an exchange has more than one.
    pub variant: Variant,
}

/// Which reading of the market: stocks have several, crypto has one and ignores this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Whose trades.
    #[serde(default)]
    pub feed: Feed,
    /// What has been taken out of old prices.
    #[serde(default)]
    pub adjustment: Adjustment,
}

/// Whose trades a stock bar is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feed {
    /// All US exchanges; a free plan sees them 15 minutes late.
    #[default]
    Sip,
    /// One exchange with a few percent of the volume: other prices and many holes.
    Iex,
}

impl Feed {
    /// Every feed.
    pub const ALL: [Feed; 2] = [Feed::Sip, Feed::Iex];

    /// The exchange's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Feed::Sip => "sip",
            Feed::Iex => "iex",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Feed> {
        Feed::ALL.into_iter().find(|feed| feed.as_str() == text)
    }
}

/// What has been taken out of old prices so that they compare with today's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Nothing: the prices that were paid.
    Raw,
    /// Splits.
    Split,
    /// Splits, dividends and spin-offs.
    #[default]
    All,
}

impl Adjustment {
    /// Every adjustment.
    pub const ALL: [Adjustment; 3] = [Adjustment::Raw, Adjustment::Split, Adjustment::All];

    /// The exchange's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Adjustment::Raw => "raw",
            Adjustment::Split => "split",
            Adjustment::All => "all",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Adjustment> {
        Adjustment::ALL
            .into_iter()
            .find(|adjustment| adjustment.as_str() == text)
    }
}

/// Which page of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageAsk {
    /// The one to begin with.
    First,
    /// The newest bars that open before this moment: exchanges that answer newest first.
    Before(Ts),
    /// The oldest bars that open at this moment or later: exchanges that answer oldest first.
    From(Ts),
    /// The page an exchange gave a name to.
    Token(String),
}

/// One page of closed bars.
#[derive(Clone, Debug, PartialEq)]
pub struct BarsPage {
    /// Oldest first, inside the span, all of them closed.
    pub bars: Bars,
    /// The bar that was still forming at `now`, if it came along.
    pub forming: Option<Bar>,
    /// The page to ask for next; `None`: there are no more bars in the span.
    pub next: Option<PageAsk>,
    /// Why the page ended early. What came before is good, and `next` goes on behind it.
    pub cut: Option<Fault>,
    /// How many rows came, kept or not: a page without any is also what a hiccup looks like.
    pub rows: usize,
}

/// How an exchange comes by bars of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serving {
    /// It has them.
    AsIs,
    /// They are made of its bars of this shorter length, each inside one longer bar, so the venue's day stays where it is.
    MadeOf(Timeframe),
}

impl Serving {
    /// The length to ask the exchange for.
    pub fn asked(self, wanted: Timeframe) -> Timeframe {
        match self {
            Serving::AsIs => wanted,
            Serving::MadeOf(shorter) => shorter,
        }
    }

    /// Finds the way to `wanted`: as it is, or made of the longest shorter bars that fill it exactly.
    pub fn find(served: &[Timeframe], wanted: Timeframe) -> Option<Serving> {
        if served.contains(&wanted) {
            return Some(Serving::AsIs);
        }
        served
            .iter()
            .copied()
            .filter(|&shorter| fills(shorter, wanted))
            .max()
            .map(Serving::MadeOf)
    }
}

/// Does a whole number of the shorter bars make one longer bar, wherever it opens? A month holds no whole weeks.
fn fills(shorter: Timeframe, longer: Timeframe) -> bool {
    let whole = longer.millis() % shorter.millis() == 0;
    let calendar = longer == Timeframe::Month1 && shorter == Timeframe::Week1;
    shorter < longer && whole && !calendar
}

/// Why a question can't be put to an exchange.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// The code can't be one of the exchange's.
    #[error("symbol {symbol} is no code of {}: it writes {}", .venue.name().en, .venue.example())]
    Symbol {
        /// Whom.
        venue: Venue,
        /// The code.
        symbol: Symbol,
    },
    /// The exchange has no bars of this length.
    #[error("{} has no {timeframe} bars", .venue.name().en)]
    Timeframe {
        /// Whom.
        venue: Venue,
        /// The length.
        timeframe: Timeframe,
    },
    /// The end is not after the start, or no market was open then.
    #[error(
        "the span {start} to {end}: its end must be after its start, and both between 1970 and 2100"
    )]
    Span {
        /// First moment.
        start: Ts,
        /// First moment after.
        end: Ts,
    },
    /// A page of another exchange, or of none.
    #[error("{page:?} is no page of {}", .venue.name().en)]
    Page {
        /// Whom.
        venue: Venue,
        /// The page.
        page: PageAsk,
    },
    /// The exchange answers nobody without a key.
    #[error("{} answers only with a key", .venue.name().en)]
    KeyNeeded {
        /// Whom.
        venue: Venue,
    },
    /// The key can't be sent.
    #[error("the key for {} must be 1 to 256 printable ASCII characters", .venue.name().en)]
    KeyMalformed {
        /// Whom.
        venue: Venue,
    },
    /// The exchange doesn't answer this kind of question here.
    #[error("{} has no {what} here", .venue.name().en)]
    NotServed {
        /// Whom.
        venue: Venue,
        /// The question.
        what: &'static str,
    },
    /// More symbols than one request may name.
    #[error("{got} symbols in one question, at most {most} are allowed")]
    TooMany {
        /// How many.
        got: usize,
        /// The limit.
        most: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use Timeframe as T;

    #[test]
    fn a_length_nobody_serves_is_made_of_the_longest_that_fills_it() {
        let binance = [
            T::Minute1,
            T::Minute3,
            T::Minute5,
            T::Minute15,
            T::Minute30,
            T::Hour1,
        ];
        assert_eq!(Serving::find(&binance, T::Minute15), Some(Serving::AsIs));
        assert_eq!(
            Serving::find(&binance, T::Minute10),
            Some(Serving::MadeOf(T::Minute5))
        );
        assert_eq!(
            Serving::find(&[T::Minute3, T::Day1, T::Week1], T::Month1),
            Some(Serving::MadeOf(T::Day1)),
            "no whole weeks in a month"
        );
        assert_eq!(Serving::find(&[T::Minute3], T::Minute10), None);
        assert_eq!(Serving::find(&[T::Minute5], T::Minute3), None);
    }
}

//! Which stretches of a series a download has to bring: before what there is, inside its long holes, and after it.

use super::super::protocol::{Kind, Trouble, Want};
use domain::{Bar, Span, Ts, Venue};

/// A hole of so many bars is asked for again when somebody names the time it lies in: a download of earlier bars may have been
/// cancelled there. Shorter ones are times without a trade, as often as not.
pub const LONG_HOLE: u64 = 1_000;

/// What the library has of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// From its first open to its last close.
    pub span: Span,
    /// Its last bar.
    pub last: Option<Bar>,
    /// Its long holes, oldest first.
    pub holes: Vec<Span>,
}

/// The stretches of a want that are not in the library.
pub fn missing(want: &Want, held: Option<&Held>, now: Ts) -> Result<Vec<Span>, Trouble> {
    let timeframe = want.key.timeframe;
    let closed = timeframe.open_of(now);
    let start = first_of(want.key.venue);
    let asked = want.span.unwrap_or(Span { start, end: closed });
    let asked = Span {
        start: asked.start.max(start),
        end: asked.end.min(closed),
    };
    let Some(held) = held else {
        return Ok(vec![whole(asked)?]);
    };
    let mut legs = Vec::new();
    // A start nobody named goes on from what is there.
    if want.span.is_some() && asked.start < held.span.start {
        legs.push(whole(Span {
            start: asked.start,
            end: timeframe.close_of(held.span.start),
        })?);
    }
    if want.span.is_some() {
        let inside = held.holes.iter().map(|hole| Span {
            start: hole.start.max(asked.start),
            end: hole.end.min(asked.end),
        });
        legs.extend(inside.filter(|leg| leg.start < leg.end));
    }
    if let Some(last) = held.last
        && asked.end > held.span.end
    {
        legs.push(Span {
            start: last.open_time,
            end: asked.end,
        });
    }
    Ok(legs)
}

fn whole(span: Span) -> Result<Span, Trouble> {
    if span.start < span.end {
        return Ok(span);
    }
    Err(Kind::NoBarCanClose(span).into())
}

/// Nothing was traded before: where a download begins when nobody says.
fn first_of(venue: Venue) -> Ts {
    match venue {
        Venue::Upbit => Ts::from_date(2017, 9, 25),
        Venue::Binance => Ts::from_date(2017, 7, 14),
        Venue::BinanceFutures => Ts::from_date(2019, 9, 8),
        Venue::Alpaca => Ts::from_date(2016, 1, 1),
        Venue::Sample | Venue::File => Ts(0),
    }
}

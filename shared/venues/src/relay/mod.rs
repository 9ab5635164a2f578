//! The lines our edge and our page speak: a head, a line per closed bar, an end. No end line means cut off.
//!
//! `GET /api/v1/{venue}/candles/{symbol}/{interval}?from={ms}&to={ms}` (stocks also `&feed=…&adjustment=…`) answers NDJSON:
//!
//! ```text
//! {"venue":"upbit","symbol":"KRW-BTC","timeframe":"1m","from":0,"to":120000}
//! [0,1.0,2.0,0.5,1.5,10.0]
//! {"end":true,"bars":1,"next":null}
//! ```
//!
//! `next` is the opening time to go on from when the edge stopped before `to`. A line `{"error":{…}}` instead of the end
//! says why there is no more: what came before it is good.

mod page;
mod read;
mod tail;
mod write;

pub use page::{read_page, refusal};
pub use read::{Reader, RelayEnd};
pub use tail::is_whole;
pub use write::{Writer, error_body};

use domain::{Span, Symbol, Timeframe, Venue};

use crate::{Cost, Host, HttpRequest, Variant};

/// A question to the edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RelayAsk {
    /// Which exchange it is to ask.
    pub venue: Venue,
    /// Whose bars.
    pub symbol: Symbol,
    /// How long; any length [`Exchange::serves`](crate::Exchange::serves), made of shorter ones where needed.
    pub timeframe: Timeframe,
    /// Opening times.
    pub span: Span,
    /// Which reading of the market; crypto has one.
    pub variant: Variant,
}

impl RelayAsk {
    /// The request, for the page's own origin.
    pub fn request(&self) -> HttpRequest {
        let mut target = format!(
            "/api/v1/{}/candles/{}/{}?from={}&to={}",
            self.venue.id(),
            self.symbol,
            self.timeframe,
            self.span.start.0,
            self.span.end.0
        );
        if self.venue == Venue::Alpaca {
            let Variant { feed, adjustment } = self.variant;
            target += &format!("&feed={}&adjustment={}", feed.as_str(), adjustment.as_str());
        }
        HttpRequest::get(Host::Edge, target, Cost::FREE)
    }
}

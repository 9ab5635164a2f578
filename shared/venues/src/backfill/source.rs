//! Where pages of bars come from: an exchange itself, or our edge in between.

use domain::{Span, Timeframe, Ts};

use crate::{
    AskError, BarsAsk, BarsPage, Exchange, Fault, HttpReply, HttpRequest, Keys, Limits, News,
    PageAsk, Serving,
    relay::{self, RelayAsk},
};

/// Where pages of bars come from.
pub trait Source: Send + Sync {
    /// The exchange behind it.
    fn exchange(&self) -> &'static dyn Exchange;

    /// How to come by bars of a length.
    fn serves(&self, timeframe: Timeframe) -> Option<Serving>;

    /// What it allows.
    fn limits(&self) -> Limits;

    /// Most bars of time in one leg.
    fn leg(&self) -> u32;

    /// How many legs may be under way at once.
    fn lanes(&self) -> usize;

    /// Asks for one page.
    fn bars(&self, ask: &BarsAsk, page: &PageAsk) -> Result<HttpRequest, AskError>;

    /// Reads one page.
    fn read(&self, ask: &BarsAsk, page: &PageAsk, reply: &HttpReply) -> Result<BarsPage, Fault>;

    /// What a reply says about the budget.
    fn news(&self, reply: &HttpReply, now: Ts) -> News;
}

/// Full pages in a leg of an exchange that answers newest first.
const PAGES: u32 = 5;

/// Enough requests are under way to use the whole budget while replies take as long as this.
const SLOWEST_MS: i64 = 1_600;

/// Pages of the exchange in one question to the edge, which asks for them by itself.
const EDGE_PAGES: u32 = 20;

/// Questions to the edge at once: enough that one is answered while the next is asked.
const EDGE_LANES: usize = 2;

/// The exchange itself, for whoever may talk to it.
#[derive(Clone)]
pub struct Direct {
    exchange: &'static dyn Exchange,
    keys: Option<Keys>,
}

impl Direct {
    /// Asks an exchange, with keys where it wants some.
    pub fn new(exchange: &'static dyn Exchange, keys: Option<Keys>) -> Direct {
        Direct { exchange, keys }
    }
}

impl Source for Direct {
    fn exchange(&self) -> &'static dyn Exchange {
        self.exchange
    }

    fn serves(&self, timeframe: Timeframe) -> Option<Serving> {
        self.exchange.serves(timeframe)
    }

    fn limits(&self) -> Limits {
        self.exchange.limits()
    }

    fn leg(&self) -> u32 {
        let page = self.limits().page;
        // Newest first only the last page of a leg may hold bars of the leg before: a few pages keep that small.
        if self.exchange.newest_first() {
            page.saturating_mul(PAGES)
        } else {
            page
        }
    }

    fn lanes(&self) -> usize {
        let limits = self.limits();
        let most = limits
            .rates
            .iter()
            .filter(|rate| rate.group == limits.bars.group)
            .map(|rate| {
                let calls = i64::from(rate.most / limits.bars.weight.max(1));
                calls.saturating_mul(SLOWEST_MS) / rate.per_ms.max(1)
            })
            .min();
        usize::try_from(most.unwrap_or(1)).unwrap_or(1).clamp(4, 64)
    }

    fn bars(&self, ask: &BarsAsk, page: &PageAsk) -> Result<HttpRequest, AskError> {
        self.exchange.bars(ask, page, self.keys.as_ref())
    }

    fn read(&self, ask: &BarsAsk, page: &PageAsk, reply: &HttpReply) -> Result<BarsPage, Fault> {
        self.exchange.read_bars(ask, page, reply)
    }

    fn news(&self, reply: &HttpReply, now: Ts) -> News {
        self.exchange.news(reply, now)
    }
}

/// Our edge, which asks the exchange for a page that may not.
#[derive(Clone)]
pub struct Relayed {
    exchange: &'static dyn Exchange,
}

impl Relayed {
    /// Asks the edge about an exchange.
    pub fn new(exchange: &'static dyn Exchange) -> Relayed {
        Relayed { exchange }
    }
}

impl Source for Relayed {
    fn exchange(&self) -> &'static dyn Exchange {
        self.exchange
    }

    fn serves(&self, timeframe: Timeframe) -> Option<Serving> {
        self.exchange.serves(timeframe).map(|_| Serving::AsIs)
    }

    fn limits(&self) -> Limits {
        Limits {
            rates: &[],
            ..self.exchange.limits()
        }
    }

    fn leg(&self) -> u32 {
        self.exchange.limits().page.saturating_mul(EDGE_PAGES)
    }

    fn lanes(&self) -> usize {
        EDGE_LANES
    }

    fn bars(&self, ask: &BarsAsk, page: &PageAsk) -> Result<HttpRequest, AskError> {
        Ok(self.relay(ask, page)?.request())
    }

    fn read(&self, ask: &BarsAsk, page: &PageAsk, reply: &HttpReply) -> Result<BarsPage, Fault> {
        relay::read_page(&self.relay(ask, page)?, reply)
    }

    fn news(&self, reply: &HttpReply, _now: Ts) -> News {
        // The exchange's own budget is the edge's to keep; what counts here is what the edge asks of us.
        let fault = (reply.status != 200).then(|| relay::refusal(reply));
        News {
            throttled: match fault {
                Some(Fault::RateLimited { retry_after_s }) => Some(retry_after_s),
                _ => None,
            },
            banned: match fault {
                Some(Fault::Banned { for_s }) => Some(for_s),
                _ => None,
            },
            ..News::default()
        }
    }
}

impl Relayed {
    fn relay(&self, ask: &BarsAsk, page: &PageAsk) -> Result<RelayAsk, AskError> {
        let venue = self.exchange.venue();
        let start = match page {
            PageAsk::First => ask.span.start,
            PageAsk::From(at) => *at,
            PageAsk::Before(_) | PageAsk::Token(_) => {
                let page = page.clone();
                return Err(AskError::Page { venue, page });
            }
        };
        let span = Span {
            start,
            end: ask.span.end,
        };
        Ok(RelayAsk {
            venue,
            symbol: ask.symbol,
            timeframe: ask.timeframe,
            span,
            variant: ask.variant,
        })
    }
}

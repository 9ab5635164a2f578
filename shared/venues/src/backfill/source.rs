//! Where pages of bars come from: an exchange itself, or our edge in between.

use domain::{Timeframe, Ts};

use crate::{
    AskError, BarsAsk, BarsPage, Exchange, Fault, HttpReply, HttpRequest, Keys, Limits, News,
    PageAsk, Serving,
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
        self.limits().page
    }

    fn lanes(&self) -> usize {
        1
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
        self.exchange.limits().page
    }

    fn lanes(&self) -> usize {
        1
    }

    fn bars(&self, ask: &BarsAsk, _page: &PageAsk) -> Result<HttpRequest, AskError> {
        let relay = crate::relay::RelayAsk {
            venue: self.exchange.venue(),
            symbol: ask.symbol,
            timeframe: ask.timeframe,
            span: ask.span,
            variant: ask.variant,
        };
        Ok(relay.request())
    }

    fn read(&self, _ask: &BarsAsk, _page: &PageAsk, _reply: &HttpReply) -> Result<BarsPage, Fault> {
        Err(Fault::Lost {
            why: "not read yet".to_owned(),
        })
    }

    fn news(&self, _reply: &HttpReply, _now: Ts) -> News {
        News::default()
    }
}

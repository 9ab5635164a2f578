//! An exchange: how it is asked, how its replies read, what it allows. One file or folder each, and one line in [`ALL`].

use domain::{Symbol, Timeframe, Ts, Venue};

use crate::{
    AskError, BarsAsk, BarsPage, Fault, Host, HttpReply, HttpRequest, Keys, Limits, Markets, News,
    OrderBook, PageAsk, Serving, Ticker, Trade, alpaca, binance, upbit,
};

/// Every exchange we can ask.
pub const ALL: &[&dyn Exchange] = &[&upbit::Upbit, &binance::Binance, &alpaca::Alpaca];

/// Finds the exchange of a venue; the sample market and files have none.
pub fn find(venue: Venue) -> Option<&'static dyn Exchange> {
    ALL.iter().copied().find(|known| known.venue() == venue)
}

/// An exchange that answers questions about its markets.
///
/// Each question is a pair: a method that makes the request, and a `read_` method for the reply, which must be given the same
/// question again: a reply about anything else is a fault.
pub trait Exchange: Sync {
    /// Whose it is.
    fn venue(&self) -> Venue;

    /// Where a host answers, unless configuration says otherwise; never ends with a slash.
    fn base(&self, host: Host) -> Option<&'static str>;

    /// What it allows.
    fn limits(&self) -> Limits;

    /// The bar lengths it has, shortest first.
    fn served(&self) -> &'static [Timeframe];

    /// How to come by bars of a length.
    fn serves(&self, timeframe: Timeframe) -> Option<Serving> {
        Serving::find(self.served(), timeframe)
    }

    /// Does it answer nobody without a key?
    fn needs_key(&self) -> bool {
        false
    }

    /// Does it answer a question for bars newest first?
    fn newest_first(&self) -> bool {
        false
    }

    /// When a bar has surely closed: a stock's day ends by New York's clock.
    fn closes(&self, timeframe: Timeframe, open: Ts) -> Ts {
        timeframe.close_of(open)
    }

    /// How long after its close, in milliseconds, a bar may still change or come late.
    fn settles_ms(&self) -> i64 {
        0
    }

    /// The newest moment it shows to somebody who asks now: some plans see prices late.
    fn shows_until(&self, ask: &BarsAsk) -> Ts {
        ask.now
    }

    /// Asks for one page of bars.
    fn bars(
        &self,
        ask: &BarsAsk,
        page: &PageAsk,
        keys: Option<&Keys>,
    ) -> Result<HttpRequest, AskError>;

    /// Reads a page of bars.
    fn read_bars(
        &self,
        ask: &BarsAsk,
        page: &PageAsk,
        reply: &HttpReply,
    ) -> Result<BarsPage, Fault>;

    /// Asks for all that is traded.
    fn markets(&self, keys: Option<&Keys>) -> Result<HttpRequest, AskError>;

    /// Reads all that is traded.
    fn read_markets(&self, reply: &HttpReply) -> Result<Markets, Fault>;

    /// Asks what some symbols cost now.
    fn tickers(&self, symbols: &[Symbol], keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        let _ = (symbols, keys);
        Err(self.lacks("ticker"))
    }

    /// Reads what they cost, in the order they were asked for.
    fn read_tickers(&self, symbols: &[Symbol], reply: &HttpReply) -> Result<Vec<Ticker>, Fault> {
        let _ = (symbols, reply);
        Err(self.lacks("ticker").into())
    }

    /// Asks for an order book.
    fn order_book(&self, symbol: Symbol, keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        let _ = (symbol, keys);
        Err(self.lacks("order book"))
    }

    /// Reads an order book.
    fn read_order_book(&self, symbol: Symbol, reply: &HttpReply) -> Result<OrderBook, Fault> {
        let _ = (symbol, reply);
        Err(self.lacks("order book").into())
    }

    /// Asks for the latest trades.
    fn trades(&self, symbol: Symbol, keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        let _ = (symbol, keys);
        Err(self.lacks("list of trades"))
    }

    /// Reads the latest trades, oldest first.
    fn read_trades(&self, symbol: Symbol, reply: &HttpReply) -> Result<Vec<Trade>, Fault> {
        let _ = (symbol, reply);
        Err(self.lacks("list of trades").into())
    }

    /// What any reply, good or bad, says about the budget.
    fn news(&self, reply: &HttpReply, now: Ts) -> News;

    /// The refusal of a question this exchange has no answer to.
    fn lacks(&self, what: &'static str) -> AskError {
        let venue = self.venue();
        AskError::NotServed { venue, what }
    }
}

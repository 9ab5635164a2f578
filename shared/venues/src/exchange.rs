//! An exchange: how it is asked, how its replies read, what it allows. One file or folder each, and one line in [`ALL`].

use domain::{Symbol, Timeframe, Ts, Venue};

use crate::{
    AskError, BarsAsk, BarsPage, Fault, Host, HttpReply, HttpRequest, Keys, Limits, Markets, News,
    OrderBook, PageAsk, Serving, Ticker, Trade, WireError, alpaca, binance, upbit,
};

/// Every exchange we can ask.
pub const ALL: &[&dyn Exchange] = &[&upbit::Upbit, &binance::Binance, &alpaca::Alpaca];

/// Finds the exchange of a venue; the sample market and files have none.
pub fn find(venue: Venue) -> Option<&'static dyn Exchange> {
    ALL.iter().copied().find(|known| known.venue() == venue)
}

/// What makes the request for one page of bars.
pub type AskBars = fn(&BarsAsk, &PageAsk) -> Result<HttpRequest, AskError>;
/// What reads the page.
pub type ReadBars = fn(&BarsAsk, &PageAsk, &[u8]) -> Result<BarsPage, WireError>;
/// What makes the request for all markets.
pub type AskAll = fn() -> HttpRequest;
/// What reads all markets.
pub type ReadAll = fn(&[u8]) -> Result<Markets, WireError>;
/// What makes a request about some symbols.
pub type AskSome = fn(&[Symbol]) -> Result<HttpRequest, AskError>;
/// What reads the answer about some symbols.
pub type ReadSome<T> = fn(&[Symbol], &[u8]) -> Result<Vec<T>, WireError>;
/// What makes a request about one symbol.
pub type AskOne = fn(Symbol) -> Result<HttpRequest, AskError>;
/// What reads the answer about one symbol.
pub type ReadOne<T> = fn(Symbol, &[u8]) -> Result<T, WireError>;

/// What an exchange can be asked: what makes each request, and what reads the body of a success. Where there is no pair, it has
/// no answer.
#[derive(Clone, Copy, Debug)]
pub struct Questions {
    /// One page of bars.
    pub bars: (AskBars, ReadBars),
    /// All that is traded.
    pub markets: (AskAll, ReadAll),
    /// What some symbols cost now.
    pub tickers: Option<(AskSome, ReadSome<Ticker>)>,
    /// An order book.
    pub order_book: Option<(AskOne, ReadOne<OrderBook>)>,
    /// The latest trades.
    pub trades: Option<(AskOne, ReadOne<Vec<Trade>>)>,
}

/// An exchange that answers questions about its markets.
///
/// Each question is a pair: a method that makes the request, and a `read_` method for the reply, which must be given the same
/// question again: a reply about anything else is a fault. What they have in common is written here once; an exchange says its
/// [`Questions`], how it wants them signed and what its refusals mean.
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

    /// How far back, in milliseconds, it has bars of a length; `None` is as far as the market goes.
    fn keeps_ms(&self, timeframe: Timeframe) -> Option<i64> {
        let _ = timeframe;
        None
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

    /// What it can be asked.
    fn questions(&self) -> &'static Questions;

    /// What a reply that is no success means.
    fn refusal(&self, reply: &HttpReply) -> Fault;

    /// The request as it is sent: with the keys, where an exchange wants them.
    fn signed(&self, request: HttpRequest, keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        let _ = keys;
        Ok(request)
    }

    /// Asks for one page of bars.
    fn bars(
        &self,
        ask: &BarsAsk,
        page: &PageAsk,
        keys: Option<&Keys>,
    ) -> Result<HttpRequest, AskError> {
        let (request, _) = self.questions().bars;
        self.signed(request(ask, page)?, keys)
    }

    /// Reads a page of bars.
    fn read_bars(
        &self,
        ask: &BarsAsk,
        page: &PageAsk,
        reply: &HttpReply,
    ) -> Result<BarsPage, Fault> {
        let (_, read) = self.questions().bars;
        answer(self, reply, |body| read(ask, page, body))
    }

    /// Asks for all that is traded.
    fn markets(&self, keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        let (request, _) = self.questions().markets;
        self.signed(request(), keys)
    }

    /// Reads all that is traded.
    fn read_markets(&self, reply: &HttpReply) -> Result<Markets, Fault> {
        let (_, read) = self.questions().markets;
        answer(self, reply, read)
    }

    /// Asks what some symbols cost now.
    fn tickers(&self, symbols: &[Symbol], keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        let asked = self.questions().tickers;
        let (request, _) = asked.ok_or_else(|| self.lacks("ticker"))?;
        self.signed(request(symbols)?, keys)
    }

    /// Reads what they cost, in the order they were asked for.
    fn read_tickers(&self, symbols: &[Symbol], reply: &HttpReply) -> Result<Vec<Ticker>, Fault> {
        let asked = self.questions().tickers;
        let (_, read) = asked.ok_or_else(|| self.lacks("ticker"))?;
        answer(self, reply, |body| read(symbols, body))
    }

    /// Asks for an order book.
    fn order_book(&self, symbol: Symbol, keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        let asked = self.questions().order_book;
        let (request, _) = asked.ok_or_else(|| self.lacks("order book"))?;
        self.signed(request(symbol)?, keys)
    }

    /// Reads an order book.
    fn read_order_book(&self, symbol: Symbol, reply: &HttpReply) -> Result<OrderBook, Fault> {
        let asked = self.questions().order_book;
        let (_, read) = asked.ok_or_else(|| self.lacks("order book"))?;
        answer(self, reply, |body| read(symbol, body))
    }

    /// Asks for the latest trades.
    fn trades(&self, symbol: Symbol, keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        let asked = self.questions().trades;
        let (request, _) = asked.ok_or_else(|| self.lacks("list of trades"))?;
        self.signed(request(symbol)?, keys)
    }

    /// Reads the latest trades, oldest first.
    fn read_trades(&self, symbol: Symbol, reply: &HttpReply) -> Result<Vec<Trade>, Fault> {
        let asked = self.questions().trades;
        let (_, read) = asked.ok_or_else(|| self.lacks("list of trades"))?;
        answer(self, reply, |body| read(symbol, body))
    }

    /// What any reply, good or bad, says about the budget.
    fn news(&self, reply: &HttpReply, now: Ts) -> News;

    /// The refusal of a question this exchange has no answer to.
    fn lacks(&self, what: &'static str) -> AskError {
        let venue = self.venue();
        AskError::NotServed { venue, what }
    }
}

/// Reads the body of a success, or says what the refusal means.
pub(crate) fn answer<T>(
    exchange: &(impl Exchange + ?Sized),
    reply: &HttpReply,
    read: impl FnOnce(&[u8]) -> Result<T, WireError>,
) -> Result<T, Fault> {
    match reply.status {
        200 => read(&reply.body).map_err(Fault::NotTheExchange),
        _ => Err(exchange.refusal(reply)),
    }
}

//! Exchange JSON to and from our types: builds request values, parses reply bytes, opens no socket.
//!
//! An [`Exchange`] makes [`HttpRequest`]s and reads [`HttpReply`]s. A [`Budget`] says when a request may go out. A [`Backfill`]
//! downloads a series through either an exchange itself or our edge ([`relay`]), and a [`Portfolio`] downloads many.

pub mod alpaca;
mod ask;
pub mod backfill;
pub mod binance;
mod book;
mod budget;
mod excerpt;
mod exchange;
mod fault;
mod headers;
mod http;
mod listing;
mod page;
mod portfolio;
mod quotes;
pub mod relay;
mod secret;
#[cfg(feature = "sim")]
pub mod sim;
pub mod upbit;
mod wire;

pub use ask::{Adjustment, AskError, BarsAsk, BarsPage, Feed, PageAsk, Serving, Variant};
pub use backfill::{
    Backfill, BackfillError, Direct, Estimate, Heard, Progress, Relayed, Source, Step, Ticket,
    Wanted,
};
pub use budget::{Budget, Cost, Limits, News, Rate, Stop, Take};
pub use domain::moment::parse_utc;
pub use domain::{Timeframe, Ts};
pub use exchange::{
    ALL, AskAll, AskBars, AskOne, AskSome, Exchange, Questions, ReadAll, ReadBars, ReadOne,
    ReadSome, find,
};
pub use fault::Fault;
pub use http::{Header, HeaderValue, Host, HttpReply, HttpRequest, Method, TOLD};
pub use portfolio::{Brought, Portfolio, SeriesNo, Turn};
pub use quotes::{Caution, Level, Market, Markets, OrderBook, Session, Taker, Ticker, Trade};
pub use secret::{Keys, Secret};
pub use wire::WireError;

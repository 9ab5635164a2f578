//! Binance spot's public market data.

use domain::{Timeframe, Ts, Venue};

use crate::{
    AskError, BarsAsk, BarsPage, Cost, Exchange, Fault, Host, HttpReply, HttpRequest, Keys, Limits,
    Markets, News, PageAsk,
};

/// Binance spot.
#[derive(Clone, Copy, Debug)]
pub struct Binance;

impl Exchange for Binance {
    fn venue(&self) -> Venue {
        Venue::Binance
    }

    fn base(&self, host: Host) -> Option<&'static str> {
        (host == Host::Data).then_some("https://data-api.binance.vision")
    }

    fn limits(&self) -> Limits {
        Limits {
            rates: &[],
            page: 1000,
            bars: Cost::FREE,
        }
    }

    fn served(&self) -> &'static [Timeframe] {
        &Timeframe::ALL
    }

    fn bars(
        &self,
        ask: &BarsAsk,
        page: &PageAsk,
        keys: Option<&Keys>,
    ) -> Result<HttpRequest, AskError> {
        let _ = (ask, page, keys);
        Err(self.lacks("bars"))
    }

    fn read_bars(
        &self,
        ask: &BarsAsk,
        page: &PageAsk,
        reply: &HttpReply,
    ) -> Result<BarsPage, Fault> {
        let _ = (ask, page, reply);
        Err(self.lacks("bars").into())
    }

    fn markets(&self, keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        let _ = keys;
        Err(self.lacks("list of markets"))
    }

    fn read_markets(&self, reply: &HttpReply) -> Result<Markets, Fault> {
        let _ = reply;
        Err(self.lacks("list of markets").into())
    }

    fn news(&self, reply: &HttpReply, now: Ts) -> News {
        let _ = (reply, now);
        News::default()
    }
}

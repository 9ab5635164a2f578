//! What Upbit trades: markets with their warnings, and the price step of each.

use domain::{Symbol, Venue};
use serde_json::Value;

use super::Upbit;
use crate::{
    AskError, Caution, Cost, Fault, Host, HttpReply, HttpRequest, Market, Markets, WireError,
    excerpt::excerpt,
    exchange::answer,
    listing,
    wire::{At, Fields, decimal},
};

const MARKETS: At = At::reply("Upbit markets");
const TICKS: At = At::reply("Upbit order book instruments");

/// Quantities have eight decimals.
const LOT: f64 = 1e-8;

/// Most markets in one question about price steps.
const MOST: usize = 100;

pub(super) fn markets() -> HttpRequest {
    let cost = Cost {
        group: "market",
        weight: 1,
    };
    HttpRequest::get(Host::Data, "/market/all?is_details=true".to_owned(), cost)
}

pub(super) fn read_markets(body: &[u8]) -> Result<Markets, WireError> {
    let reply = MARKETS.json(body)?;
    let mut found = Markets::default();
    for (row, value) in MARKETS.list(&reply)?.iter().enumerate() {
        let it = MARKETS.row(row).object(value)?;
        let code = it.text("market")?;
        let event = it.value("market_event", "an object")?;
        let event = it.at.object(event)?;
        let cautions = cautions(event)?;
        let parsed = super::Market::parse(code)
            .ok()
            .zip(Symbol::parse(code).ok());
        let Some(((_, symbol), (quote, base))) = parsed.zip(code.split_once('-')) else {
            found.left_out.push(excerpt(code));
            continue;
        };
        let rules = Venue::Upbit.instrument(symbol);
        found.markets.push(Market {
            symbol,
            base: base.to_owned(),
            quote: quote.to_owned(),
            korean_name: Some(excerpt(it.text("korean_name")?)),
            english_name: Some(excerpt(it.text("english_name")?)),
            trading: true,
            warning: event.flag("warning")?,
            cautions,
            tick: None,
            lot: Some(LOT),
            min_notional: rules.map(|rules| rules.min_notional.get()),
        });
    }
    listing::sort(&mut found, MARKETS)?;
    Ok(found)
}

fn cautions(event: Fields<'_>) -> Result<Vec<Caution>, WireError> {
    let value = event.value("caution", "an object")?;
    let flags = event.at.object(value)?;
    let mut cautions = Vec::new();
    for (name, value) in flags.fields {
        let Value::Bool(raised) = value else {
            return Err(flags.wrong(&excerpt(name), value, "true or false"));
        };
        if *raised {
            cautions.push(match name.as_str() {
                "PRICE_FLUCTUATIONS" => Caution::PriceFluctuations,
                "TRADING_VOLUME_SOARING" => Caution::TradingVolumeSoaring,
                "DEPOSIT_AMOUNT_SOARING" => Caution::DepositAmountSoaring,
                "GLOBAL_PRICE_DIFFERENCES" => Caution::GlobalPriceDifferences,
                "CONCENTRATION_OF_SMALL_ACCOUNTS" => Caution::ConcentrationOfSmallAccounts,
                _ => Caution::Other,
            });
        }
    }
    cautions.sort();
    cautions.dedup();
    Ok(cautions)
}

impl Upbit {
    /// Asks for the price step of some markets at their price of now.
    pub fn ticks(&self, symbols: &[Symbol]) -> Result<HttpRequest, AskError> {
        let codes = super::quotes::codes(symbols, MOST)?;
        let cost = Cost {
            group: "orderbook",
            weight: 1,
        };
        let target = format!("/orderbook/instruments?markets={codes}");
        Ok(HttpRequest::get(Host::Data, target, cost))
    }

    /// Reads the price steps, in the order they were asked for.
    pub fn read_ticks(&self, symbols: &[Symbol], reply: &HttpReply) -> Result<Vec<f64>, Fault> {
        answer(self, reply, |body| {
            let reply = TICKS.json(body)?;
            let mut found = Vec::new();
            for (row, value) in TICKS.list(&reply)?.iter().enumerate() {
                let it = TICKS.row(row).object(value)?;
                let text = it.text("tick_size")?;
                let tick = decimal(text).filter(|&tick| tick > 0.0).ok_or_else(|| {
                    let got = format!("{:?}", excerpt(text));
                    it.at
                        .error("tick_size", got, "a number above 0 written as a text")
                })?;
                found.push((it.text("market")?.to_owned(), tick));
            }
            listing::in_order(TICKS, symbols, found)
        })
    }
}

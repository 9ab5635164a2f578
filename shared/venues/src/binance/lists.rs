//! What Binance trades, with its steps and smallest orders.

use domain::Symbol;

use super::cost;
use crate::{
    Host, HttpRequest, Market, Markets, WireError,
    excerpt::excerpt,
    listing::sort,
    wire::{At, Fields},
};

const AT: At = At::reply("Binance exchangeInfo");

pub(super) fn request() -> HttpRequest {
    // Without the halted ones it is half as long; their bars can still be asked for by name.
    let target = "/api/v3/exchangeInfo?symbolStatus=TRADING".to_owned();
    HttpRequest::get(Host::Data, target, cost(20))
}

pub(super) fn read(body: &[u8]) -> Result<Markets, WireError> {
    let reply = AT.json(body)?;
    let symbols = AT.object(&reply)?.value("symbols", "a list")?;
    let list = symbols
        .as_array()
        .ok_or_else(|| AT.error("symbols", crate::wire::shown(symbols), "a list"))?;
    let mut found = Markets::default();
    for (row, value) in list.iter().enumerate() {
        let it = AT.row(row).object(value)?;
        let code = it.text("symbol")?;
        let Some(symbol) = Symbol::parse(code).ok().and_then(|it| super::code(it).ok()) else {
            found.left_out.push(excerpt(code));
            continue;
        };
        let filters = Filters::read(it)?;
        found.markets.push(Market {
            symbol,
            base: excerpt(it.text("baseAsset")?),
            quote: excerpt(it.text("quoteAsset")?),
            korean_name: None,
            english_name: None,
            trading: it.text("status")? == "TRADING",
            warning: false,
            cautions: Vec::new(),
            tick: filters.tick,
            lot: filters.lot,
            min_notional: filters.min_notional,
        });
    }
    sort(&mut found, AT)?;
    Ok(found)
}

#[derive(Default)]
struct Filters {
    tick: Option<f64>,
    lot: Option<f64>,
    min_notional: Option<f64>,
}

impl Filters {
    fn read(market: Fields<'_>) -> Result<Filters, WireError> {
        let list = market.value("filters", "a list")?;
        let list = list
            .as_array()
            .ok_or_else(|| market.wrong("filters", list, "a list"))?;
        let mut found = Filters::default();
        for filter in list {
            let filter = market.at.object(filter)?;
            match filter.text("filterType")? {
                "PRICE_FILTER" => found.tick = step(filter, "tickSize")?,
                "LOT_SIZE" => found.lot = step(filter, "stepSize")?,
                // The first is the older filter's name for the same amount.
                "MIN_NOTIONAL" | "NOTIONAL" => found.min_notional = step(filter, "minNotional")?,
                _ => {}
            }
        }
        Ok(found)
    }
}

/// Zero switches a filter off.
fn step(filter: Fields<'_>, field: &str) -> Result<Option<f64>, WireError> {
    Ok(Some(filter.quoted_amount(field)?).filter(|&step| step > 0.0))
}

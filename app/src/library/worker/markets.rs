//! The markets of exchanges, asked of the edge and kept for a while.

use super::super::protocol::{Kind, MarketRow, Trouble};
use super::super::why::of_fault;
use super::disk::Files;
use super::{net, now};
use domain::{Symbol, Ts, Venue};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use venues::{Caution, Exchange, Market, Ticker, relay};

/// How long a list is as good as new.
const GOOD_FOR_MS: i64 = 3_600_000;
/// Symbols the edge takes in one question for prices, and such questions for one list.
const MOST_AT_ONCE: usize = 100;
const MOST_CALLS: usize = 12;

/// A list and when it came.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    at: Ts,
    rows: Vec<MarketRow>,
}

/// The lists that came.
#[derive(Default)]
pub struct Markets {
    kept: BTreeMap<Venue, Kept>,
}

impl Markets {
    /// The markets of a venue. What the exchange can't tell now is what it told last.
    pub async fn of(
        &mut self,
        venue: Venue,
        anew: bool,
        shelf: Option<&Files>,
    ) -> Result<Vec<MarketRow>, Trouble> {
        let name = format!("markets.{}", venue.id());
        if !self.kept.contains_key(&venue)
            && let Some(shelf) = shelf
            && let Some(bytes) = shelf.get(&name).await
            && let Ok(kept) = postcard::from_bytes(&bytes)
        {
            self.kept.insert(venue, kept);
        }
        let known = self.kept.get(&venue);
        if let Some(known) = known.filter(|known| !anew && now().0 - known.at.0 < GOOD_FOR_MS) {
            return Ok(known.rows.clone());
        }
        match ask(venue).await {
            Ok(rows) => {
                let kept = Kept {
                    at: now(),
                    rows: rows.clone(),
                };
                if let (Some(shelf), Ok(bytes)) = (shelf, postcard::to_allocvec(&kept)) {
                    // Asked again when it isn't there.
                    let _ = shelf.put(&name, &bytes).await;
                }
                self.kept.insert(venue, kept);
                Ok(rows)
            }
            Err(trouble) if matches!(trouble.kind, Kind::NeedsKey(_)) => Err(trouble),
            Err(trouble) => known.map(|known| known.rows.clone()).ok_or(trouble),
        }
    }
}

async fn ask(venue: Venue) -> Result<Vec<MarketRow>, Trouble> {
    let markets: venues::Markets = json(venue, format!("/api/v1/{}/markets", venue.id())).await?;
    let mut rows: Vec<MarketRow> = markets.markets.into_iter().map(row).collect();
    let tells = |exchange: &dyn Exchange| exchange.questions().tickers.is_some();
    let tells = venues::find(venue).is_some_and(tells);
    let trading: Vec<Symbol> = rows
        .iter()
        .filter(|row| tells && row.trading)
        .map(|row| row.symbol)
        .collect();
    for some in trading.chunks(MOST_AT_ONCE).take(MOST_CALLS) {
        let codes: Vec<&str> = some.iter().map(Symbol::as_str).collect();
        let target = format!("/api/v1/{}/ticker?symbols={}", venue.id(), codes.join(","));
        // A list without amounts is still a list.
        let Ok(tickers) = json::<Vec<Ticker>>(venue, target).await else {
            break;
        };
        let amounts: BTreeMap<Symbol, f64> = tickers
            .iter()
            .map(|ticker| (ticker.symbol, ticker.quote_volume_24h))
            .collect();
        for row in &mut rows {
            if let Some(amount) = amounts.get(&row.symbol) {
                row.amount = Some(*amount);
            }
        }
    }
    Ok(rows)
}

async fn json<T: DeserializeOwned>(venue: Venue, target: String) -> Result<T, Trouble> {
    let edge = |said: String| Trouble::new(Kind::NoEdge, said);
    let reply = net::send(&net::edge(target)).await.map_err(edge)?;
    match reply.status {
        // A static host answers with its own page.
        200 => serde_json::from_slice(&reply.body).map_err(|error| edge(error.to_string())),
        404 => Err(Kind::NoEdge.into()),
        _ => Err(of_fault(venue, None, &relay::refusal(&reply))),
    }
}

fn row(market: Market) -> MarketRow {
    let caution = |caution: &Caution| {
        // The word of the wire, for which the page has its own.
        let word = serde_json::to_value(caution).ok();
        word.and_then(|word| word.as_str().map(str::to_owned))
    };
    let warned = market.warning.then(|| "warning".to_owned());
    let cautions = market.cautions.iter().filter_map(caution);
    MarketRow {
        symbol: market.symbol,
        base: market.base,
        quote: market.quote,
        korean: market.korean_name,
        english: market.english_name,
        trading: market.trading,
        warnings: warned.into_iter().chain(cautions).collect(),
        amount: None,
    }
}

//! A stand-in for Binance as its documentation describes it: oldest first, both ends inclusive, at most 1,000 rows of twelve columns
//! with the prices as texts, a weight a minute for each address.

use crate::server::{Reply, Request, StandIn};
use std::sync::Mutex;
use std::time::{Duration, Instant};

pub const DAY_MS: i64 = 86_400_000;

/// A market with bars of a day.
pub type FakeBinance = StandIn<Told>;

/// What it does and what it saw.
#[derive(Default)]
pub struct Told {
    /// Days since 1970 with a bar; without any there is no such market.
    pub days: Mutex<Vec<i64>>,
    /// What it answers klines with next, before it goes on: a status, and seconds until it answers again.
    pub refusals: Mutex<Vec<(u16, u64)>>,
    /// Until when it answers nobody.
    until: Mutex<Option<Instant>>,
    /// Questions for klines, and those that came while it answered nobody.
    pub calls: Mutex<(usize, usize)>,
}

impl FakeBinance {
    /// Starts it with bars on these days.
    pub fn new(days: impl IntoIterator<Item = i64>) -> FakeBinance {
        let told = Told {
            days: Mutex::new(days.into_iter().collect()),
            ..Told::default()
        };
        StandIn::start(told, answer)
    }
}

/// The prices of a day: open, high, low, close, volume.
pub fn prices(day: i64) -> [f64; 5] {
    let base = 100.0 + (day % 89) as f64 * 0.5;
    [
        base,
        base + 3.25,
        base - 2.5,
        base + 1.0,
        (day % 7) as f64 + 0.25,
    ]
}

fn answer(request: &Request, told: &Told) -> Reply {
    match request.path.as_str() {
        "/api/v3/exchangeInfo" => Reply::new(200, MARKETS).with("x-mbx-used-weight-1m: 20"),
        "/api/v3/klines" => klines(request, told),
        _ => Reply::new(404, "<html>not found</html>"),
    }
}

fn klines(request: &Request, told: &Told) -> Reply {
    let mut calls = told.calls.lock().unwrap();
    calls.0 += 1;
    let mut until = told.until.lock().unwrap();
    if let Some(end) = *until {
        if Instant::now() < end {
            calls.1 += 1;
            return Reply::new(418, BANNED);
        }
        *until = None;
    }
    if let Some((status, seconds)) = told.refusals.lock().unwrap().pop() {
        *until = Some(Instant::now() + Duration::from_secs(seconds));
        return Reply::new(status, BANNED).with(format!("retry-after: {seconds}"));
    }
    let (from, to) = (request.number("startTime"), request.number("endTime"));
    let (Some(from), Some(to)) = (from, to) else {
        return Reply::new(
            400,
            r#"{"code":-1102,"msg":"Mandatory parameter was not sent."}"#,
        );
    };
    let days = told.days.lock().unwrap();
    if request.value("symbol").as_deref() != Some("BTCUSDT") || days.is_empty() {
        return Reply::new(400, r#"{"code":-1121,"msg":"Invalid symbol."}"#);
    }
    if request.value("interval").as_deref() != Some("1d") {
        return Reply::new(400, r#"{"code":-1120,"msg":"Invalid interval."}"#);
    }
    let limit = request.number("limit").unwrap_or(500).clamp(1, 1_000) as usize;
    let inside = days
        .iter()
        .filter(|day| (from..=to).contains(&(*day * DAY_MS)));
    let rows: Vec<String> = inside.take(limit).map(|day| row(*day)).collect();
    Reply::new(200, format!("[{}]", rows.join(","))).with("x-mbx-used-weight-1m: 22")
}

fn row(day: i64) -> String {
    let [open, high, low, close, volume] = prices(day).map(|value| format!("\"{value:.8}\""));
    let (from, to) = (day * DAY_MS, (day + 1) * DAY_MS - 1);
    format!(
        r#"[{from},{open},{high},{low},{close},{volume},{to},"1000.00000000",17,"0.50000000","50.00000000","0"]"#
    )
}

const BANNED: &str =
    r#"{"code":-1003,"msg":"Way too much request weight used; IP banned until later."}"#;

const MARKETS: &str = r#"{"timezone":"UTC","serverTime":1795144512345,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}],"exchangeFilters":[],"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","baseAssetPrecision":8,"quoteAsset":"USDT","quotePrecision":8,"orderTypes":["LIMIT","MARKET"],"filters":[{"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000","tickSize":"0.01000000"},{"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},{"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5}],"permissionSets":[["SPOT"]]}]}"#;

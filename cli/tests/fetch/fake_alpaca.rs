//! A stand-in for Alpaca as its documentation describes it: nobody without both key headers, days stamped at midnight in New York, pages
//! that go on by a token.

use crate::server::{Reply, Request, StandIn};
use domain::Ts;
use domain::zones::Zone;
use std::sync::Mutex;

/// A page may be shorter than asked for.
const PAGE: usize = 60;

/// The key it knows.
pub const KEY: [&str; 2] = ["PK0TESTKEY0ID", "s3cret/CANARY+0123456789"];

/// A stock with bars of a day.
pub type FakeAlpaca = StandIn<Told>;

/// What it does and what it saw.
#[derive(Default)]
pub struct Told {
    /// Days since 1970 with a bar.
    pub days: Mutex<Vec<i64>>,
    /// Statuses to answer bars with next, before it goes on.
    pub refusals: Mutex<Vec<u16>>,
    /// Queries for bars: adjustment and feed.
    pub asked: Mutex<Vec<(String, String)>>,
}

impl FakeAlpaca {
    /// Starts it with bars on these days.
    pub fn new(days: impl IntoIterator<Item = i64>) -> FakeAlpaca {
        let told = Told {
            days: Mutex::new(days.into_iter().collect()),
            ..Told::default()
        };
        StandIn::start(told, answer)
    }
}

/// The prices of a day: open, high, low, close, volume.
pub fn prices(day: i64) -> [f64; 5] {
    let base = 200.0 + (day % 53) as f64;
    [
        base,
        base + 2.5,
        base - 1.25,
        base + 0.75,
        1_000.0 + day as f64,
    ]
}

fn answer(request: &Request, told: &Told) -> Reply {
    let key = ["apca-api-key-id", "apca-api-secret-key"].map(|name| request.header(name));
    if key != KEY.map(Some) {
        return Reply::new(401, r#"{"message":"forbidden."}"#);
    }
    match request.path.as_str() {
        "/v2/assets" => Reply::new(200, ASSETS),
        "/v2/stocks/AAPL/bars" => bars(request, told),
        _ => Reply::new(404, r#"{"message":"Not Found"}"#),
    }
    .with("x-ratelimit-limit: 200")
    .with("x-ratelimit-remaining: 190")
}

fn bars(request: &Request, told: &Told) -> Reply {
    if let Some(status) = told.refusals.lock().unwrap().pop() {
        let body = r#"{"message":"too many requests."}"#;
        return Reply::new(status, body).with("retry-after: 1");
    }
    let text = |name: &str| request.value(name).unwrap_or_default();
    told.asked
        .lock()
        .unwrap()
        .push((text("adjustment"), text("feed")));
    let moment = |name: &str| domain::moment::parse(&text(name)).map(|at| at.0);
    let (Some(start), Some(end)) = (moment("start"), moment("end")) else {
        return Reply::new(400, r#"{"message":"invalid start or end"}"#);
    };
    if text("timeframe") != "1Day" {
        return Reply::new(400, r#"{"message":"invalid timeframe"}"#);
    }
    let skip = request.number("page_token").unwrap_or(0) as usize;
    let days = told.days.lock().unwrap();
    let stamp = |day: i64| Zone::NewYork.instant(day, 0);
    let inside: Vec<i64> = days
        .iter()
        .copied()
        .filter(|day| (start..=end).contains(&stamp(*day).0))
        .collect();
    let page = inside.iter().skip(skip).take(PAGE);
    let rows: Vec<String> = page.map(|day| row(stamp(*day), *day)).collect();
    let next = match skip + rows.len() < inside.len() {
        true => format!("\"{}\"", skip + rows.len()),
        false => "null".to_owned(),
    };
    let rows = match rows.is_empty() {
        true => "null".to_owned(),
        false => format!("[{}]", rows.join(",")),
    };
    Reply::new(
        200,
        format!(r#"{{"bars":{rows},"symbol":"AAPL","next_page_token":{next}}}"#),
    )
}

fn row(stamp: Ts, day: i64) -> String {
    let [open, high, low, close, volume] = prices(day);
    format!(
        r#"{{"t":"{stamp}","o":{open},"h":{high},"l":{low},"c":{close},"v":{volume},"n":12,"vw":{close}}}"#
    )
}

const ASSETS: &str = r#"[{"id":"b0b6dd9d-8b9b-48a9-ba46-b9d54906e415","class":"us_equity","exchange":"NASDAQ","symbol":"AAPL","name":"Apple Inc. Common Stock","status":"active","tradable":true,"marginable":true,"shortable":true,"easy_to_borrow":true,"fractionable":true}]"#;

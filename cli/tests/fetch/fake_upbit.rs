//! A stand-in for Upbit as its documentation and its wire describe it: newest first, `to` exclusive, at most 200, holes where nobody traded.

use crate::server::{Reply, Request, StandIn};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// A market with bars of a day, and of an hour with the day's prices.
pub type FakeUpbit = StandIn<Told>;

/// What it does and what it saw.
#[derive(Default)]
pub struct Told {
    /// Days since 1970 on which somebody traded, oldest first.
    pub days: Mutex<Vec<i64>>,
    /// A status to answer candles with once, before it goes on.
    pub faults: Mutex<Vec<u16>>,
    /// What is added to every price: a past that changed.
    pub shift: Mutex<f64>,
    /// Requests for candles.
    pub calls: AtomicUsize,
}

impl FakeUpbit {
    /// Starts it with trades on these days.
    pub fn new(days: impl IntoIterator<Item = i64>) -> FakeUpbit {
        let told = Told {
            days: Mutex::new(days.into_iter().collect()),
            ..Told::default()
        };
        StandIn::start(told, |request, told| {
            let (status, body) = answer(request, told);
            Reply::new(status, body).with("remaining-req: group=candles; min=600; sec=9")
        })
    }

    /// Requests for candles so far.
    pub fn calls(&self) -> usize {
        self.told().calls.load(Ordering::SeqCst)
    }
}

/// The prices of a day: open, high, low, close, volume.
pub fn prices(day: i64) -> [f64; 5] {
    let base = 1_000.0 + (day % 97) as f64 * 10.0;
    [
        base,
        base + 30.0,
        base - 20.0,
        base + 10.0,
        (day % 13) as f64 + 0.5,
    ]
}

fn answer(request: &Request, told: &Told) -> (u16, String) {
    let path = request.path.as_str();
    let value = |name: &str| request.value(name);
    if path.ends_with("/market/all") {
        let market = |code: &str, korean: &str, english: &str| {
            format!(
                r#"{{"market":"{code}","korean_name":"{korean}","english_name":"{english}","market_event":{{"warning":false,"caution":{{"PRICE_FLUCTUATIONS":false,"TRADING_VOLUME_SOARING":false,"DEPOSIT_AMOUNT_SOARING":false,"GLOBAL_PRICE_DIFFERENCES":false,"CONCENTRATION_OF_SMALL_ACCOUNTS":false}}}}}}"#
            )
        };
        let all = [
            market("KRW-BTC", "비트코인", "Bitcoin"),
            market("KRW-ETH", "이더리움", "Ethereum"),
        ];
        return (200, format!("[{}]", all.join(",")));
    }
    let step = match path.rsplit_once("/candles/").map(|(_, length)| length) {
        Some("days") => DAY_MS,
        Some("minutes/60") => HOUR_MS,
        _ => 0,
    };
    if step == 0 {
        return (
            404,
            r#"{"error":{"name":"not_found","message":"no route"}}"#.to_owned(),
        );
    }
    told.calls.fetch_add(1, Ordering::SeqCst);
    if let Some(status) = told.faults.lock().unwrap().pop() {
        return (
            status,
            r#"{"error":{"name":500,"message":"in trouble"}}"#.to_owned(),
        );
    }
    let market = value("market").unwrap_or_default();
    let count: usize = value("count")
        .and_then(|count| count.parse().ok())
        .unwrap_or(1)
        .min(200);
    let to = value("to")
        .and_then(|to| domain::moment::parse(&to))
        .map_or(i64::MAX, |to| to.0);
    let shift = *told.shift.lock().unwrap();
    let days = told.days.lock().unwrap();
    let opens = days.iter().rev().flat_map(|day| {
        (0..DAY_MS / step)
            .rev()
            .map(move |at| day * DAY_MS + at * step)
    });
    let rows = opens.filter(|open| *open < to).take(count);
    let rows: Vec<String> = rows.map(|open| row(&market, open, step, shift)).collect();
    (200, format!("[{}]", rows.join(",")))
}

fn row(market: &str, at: i64, step: i64, shift: f64) -> String {
    let utc = domain::Ts(at).to_string();
    let kst = domain::Ts(at + 9 * HOUR_MS).to_string();
    let [open, high, low, close, volume] = prices(at.div_euclid(DAY_MS));
    let extra = match step {
        DAY_MS => format!(
            r#""prev_closing_price":{:.1},"change_price":1.0,"change_rate":0.001"#,
            open + shift
        ),
        minutes => format!(r#""unit":{}"#, minutes / 60_000),
    };
    let (utc, kst) = (utc.trim_end_matches('Z'), kst.trim_end_matches('Z'));
    format!(
        r#"{{"market":"{market}","candle_date_time_utc":"{utc}","candle_date_time_kst":"{kst}","opening_price":{:.1},"high_price":{:.1},"low_price":{:.1},"trade_price":{:.1},"timestamp":{},"candle_acc_trade_price":{:.1},"candle_acc_trade_volume":{volume:.1},{extra}}}"#,
        open + shift,
        high + shift,
        low + shift,
        close + shift,
        at + step - 1_000,
        volume * close,
    )
}

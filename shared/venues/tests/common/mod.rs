//! Fixtures, and a reply made of one.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise, and no test uses all of this"
)]

use domain::{Span, Symbol, Timeframe, Ts};
use serde_json::Value;
use venues::{BarsAsk, Fault, HttpReply, Keys, Secret, Variant, WireError};

/// Midnight of 2026-11-20, UTC.
pub const DAY_20: i64 = 1_795_132_800_000;
pub const MINUTE: i64 = 60_000;

pub fn symbol(code: &str) -> Symbol {
    Symbol::parse(code).unwrap()
}

/// A question in the evening of 2026-11-20.
pub fn ask(code: &str, timeframe: Timeframe, start: i64, end: i64) -> BarsAsk {
    BarsAsk {
        symbol: symbol(code),
        timeframe,
        span: Span {
            start: Ts(start),
            end: Ts(end),
        },
        now: Ts(DAY_20 + 20 * 3_600_000),
        variant: Variant::default(),
    }
}

pub fn keys() -> Keys {
    Keys {
        id: Secret::new("PK-ID"),
        secret: Secret::new("CANARY"),
    }
}

pub fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub fn reply(name: &str) -> HttpReply {
    HttpReply::new(200, fixture(name))
}

pub fn refusal(status: u16, name: &str) -> HttpReply {
    HttpReply::new(status, fixture(name))
}

/// What a reply that is no answer is complained of with.
pub fn complaint<T: std::fmt::Debug>(read: Result<T, Fault>) -> WireError {
    match read {
        Err(Fault::NotTheExchange(error)) => error,
        other => panic!("{other:?} should have been a complaint"),
    }
}

/// Everything one field can become that it should not be.
pub fn wrongs(good: &Value) -> Vec<Option<Value>> {
    let mut wrongs = vec![
        None,
        Some(Value::Null),
        Some(Value::Bool(true)),
        Some(serde_json::json!([1])),
        Some(serde_json::json!({"a": 1})),
        Some(Value::String("NaN".to_owned())),
        Some(Value::String(String::new())),
    ];
    match good {
        Value::Number(number) => {
            wrongs.push(Some(Value::String(number.to_string())));
            wrongs.push(Some(serde_json::json!(-1.5)));
        }
        Value::String(text) if text.parse::<f64>().is_ok() => {
            wrongs.push(Some(serde_json::json!(text.parse::<f64>().unwrap())));
            for text in ["-1", "inf", "+1", "1e999", "0x10", " 1"] {
                wrongs.push(Some(Value::String(text.to_owned())));
            }
        }
        _ => wrongs.push(Some(serde_json::json!(7))),
    }
    wrongs
}

/// The fixture with one field of one row put to another value, or taken away.
pub fn with(value: &Value, row: usize, field: &str, wrong: Option<Value>) -> Vec<u8> {
    let mut changed = value.clone();
    let place = match &mut changed {
        Value::Array(rows) => &mut rows[row],
        other => other,
    };
    match (place, wrong) {
        (Value::Object(fields), Some(wrong)) => {
            fields.insert(field.to_owned(), wrong);
        }
        (Value::Object(fields), None) => {
            fields.remove(field);
        }
        (Value::Array(columns), wrong) => {
            columns[field.parse::<usize>().unwrap()] = wrong.unwrap_or(Value::Null);
        }
        _ => panic!("no object in row {row}"),
    }
    serde_json::to_vec(&changed).unwrap()
}

pub fn json(name: &str) -> Value {
    serde_json::from_slice(&fixture(name)).unwrap()
}

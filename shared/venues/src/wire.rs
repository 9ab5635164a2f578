//! Reads somebody else's JSON field by field; a complaint names the endpoint, the row, the field, what is there and what would be right.

use std::fmt;

use domain::{Bars, BarsError, Timeframe, Ts};
use serde_json::{Map, Value};

use crate::excerpt::excerpt;

/// Why a reply is not what was asked for. Rows count from 0 in the order they were sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireError {
    /// Which question was answered: `Upbit candles`.
    pub endpoint: &'static str,
    /// Which row of the reply.
    pub row: Option<usize>,
    /// Which field; empty when it is the row or the reply as a whole.
    pub field: String,
    /// What is there.
    pub got: String,
    /// What would be right.
    pub want: String,
}

impl fmt::Display for WireError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.endpoint)?;
        if let Some(row) = self.row {
            write!(out, ", row {row}")?;
        }
        if !self.field.is_empty() {
            write!(out, ", {}", self.field)?;
        }
        write!(out, ": found {}, expected {}", self.got, self.want)
    }
}

impl std::error::Error for WireError {}

/// Where in a reply we are.
#[derive(Clone, Copy)]
pub(crate) struct At {
    pub(crate) endpoint: &'static str,
    pub(crate) row: Option<usize>,
}

impl At {
    pub(crate) const fn reply(endpoint: &'static str) -> At {
        At {
            endpoint,
            row: None,
        }
    }

    pub(crate) const fn row(self, row: usize) -> At {
        At {
            row: Some(row),
            ..self
        }
    }

    pub(crate) fn error(
        self,
        field: &str,
        got: impl Into<String>,
        want: impl Into<String>,
    ) -> WireError {
        WireError {
            endpoint: self.endpoint,
            row: self.row,
            field: field.to_owned(),
            got: got.into(),
            want: want.into(),
        }
    }

    /// The reply as JSON.
    pub(crate) fn json(self, body: &[u8]) -> Result<Value, WireError> {
        serde_json::from_slice(body).map_err(|error| {
            let start = String::from_utf8_lossy(body.get(..40.min(body.len())).unwrap_or_default());
            let got = format!("{:?}… ({error})", excerpt(&start));
            self.error("", got, "JSON")
        })
    }

    pub(crate) fn list(self, value: &Value) -> Result<&Vec<Value>, WireError> {
        value
            .as_array()
            .ok_or_else(|| self.error("", kind(value), "a list"))
    }

    pub(crate) fn object(self, value: &Value) -> Result<Fields<'_>, WireError> {
        match value {
            Value::Object(fields) => Ok(Fields { at: self, fields }),
            other => Err(self.error("", kind(other), "an object")),
        }
    }

    pub(crate) fn moment(self, field: &str, millis: i64) -> Result<Ts, WireError> {
        if OF_THIS_AGE.contains(&millis) {
            Ok(Ts(millis))
        } else {
            let want = "milliseconds since 1970, before 2100";
            Err(self.error(field, millis.to_string(), want))
        }
    }

    /// Appends a bar that `domain::Bars` takes, or says which of its fields it would not.
    pub(crate) fn push(self, bars: &mut Bars, bar: domain::Bar) -> Result<(), WireError> {
        bars.push(bar).map_err(|error| self.refused(error))
    }

    pub(crate) fn refused(self, error: BarsError) -> WireError {
        match error {
            BarsError::Price { column, got, .. } => {
                self.error(column, got.to_string(), "a finite number above 0")
            }
            BarsError::Volume { got, .. } => {
                self.error("volume", got.to_string(), "a finite number of 0 or more")
            }
            BarsError::Shape {
                open,
                high,
                low,
                close,
                ..
            } => self.error(
                "high and low",
                format!("{high} and {low}"),
                format!("to enclose open {open} and close {close}"),
            ),
            BarsError::Time {
                got,
                previous,
                timeframe,
                ..
            } => self.error("open time", got.to_string(), after(previous, timeframe)),
            other => self.error("", other.to_string(), "bars"),
        }
    }
}

fn after(previous: Option<Ts>, timeframe: Timeframe) -> String {
    let boundary = format!("a time on a {timeframe} boundary");
    match previous {
        Some(previous) => format!("{boundary} after {previous}"),
        None => boundary,
    }
}

/// An object of a reply, whose fields are checked as they are read.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) at: At,
    pub(crate) fields: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    /// The field, if it is there and not null.
    pub(crate) fn given(self, field: &str) -> Option<&'a Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    pub(crate) fn value(self, field: &str, want: &str) -> Result<&'a Value, WireError> {
        self.fields
            .get(field)
            .ok_or_else(|| self.at.error(field, "nothing", want))
    }

    pub(crate) fn text(self, field: &str) -> Result<&'a str, WireError> {
        let value = self.value(field, "a text")?;
        value
            .as_str()
            .ok_or_else(|| self.wrong(field, value, "a text"))
    }

    pub(crate) fn flag(self, field: &str) -> Result<bool, WireError> {
        let want = "true or false";
        let value = self.value(field, want)?;
        value
            .as_bool()
            .ok_or_else(|| self.wrong(field, value, want))
    }

    pub(crate) fn number(self, field: &str) -> Result<f64, WireError> {
        let value = self.value(field, "a number")?;
        value
            .as_f64()
            .ok_or_else(|| self.wrong(field, value, "a number"))
    }

    /// A number that is written as a text, as some exchanges do lest a reader rounds it.
    pub(crate) fn quoted(self, field: &str) -> Result<f64, WireError> {
        let want = "a number written as a text";
        let value = self.value(field, want)?;
        quoted(value).ok_or_else(|| self.wrong(field, value, want))
    }

    pub(crate) fn whole(self, field: &str) -> Result<i64, WireError> {
        let want = "a whole number";
        let value = self.value(field, want)?;
        value.as_i64().ok_or_else(|| self.wrong(field, value, want))
    }

    pub(crate) fn wrong(self, field: &str, value: &Value, want: impl Into<String>) -> WireError {
        self.at.error(field, shown(value), want)
    }

    pub(crate) fn price(self, field: &str) -> Result<f64, WireError> {
        above_zero(self, field, self.number(field)?)
    }

    pub(crate) fn amount(self, field: &str) -> Result<f64, WireError> {
        zero_or_more(self, field, self.number(field)?)
    }

    pub(crate) fn quoted_price(self, field: &str) -> Result<f64, WireError> {
        above_zero(self, field, self.quoted(field)?)
    }

    pub(crate) fn quoted_amount(self, field: &str) -> Result<f64, WireError> {
        zero_or_more(self, field, self.quoted(field)?)
    }
}

fn above_zero(it: Fields<'_>, field: &str, got: f64) -> Result<f64, WireError> {
    if got.is_finite() && got > 0.0 {
        Ok(got)
    } else {
        Err(it
            .at
            .error(field, got.to_string(), "a finite number above 0"))
    }
}

fn zero_or_more(it: Fields<'_>, field: &str, got: f64) -> Result<f64, WireError> {
    if got.is_finite() && got >= 0.0 {
        Ok(got)
    } else {
        Err(it
            .at
            .error(field, got.to_string(), "a finite number of 0 or more"))
    }
}

/// Digits with at most one point and an exponent; `f64::from_str` would also take `inf`, `NaN` and a plus.
pub(crate) fn quoted(value: &Value) -> Option<f64> {
    decimal(value.as_str()?)
}

/// The same from plain text.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let first = text.strip_prefix('-').unwrap_or(text).bytes().next()?;
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'e' | b'E' | b'+'));
    if !first.is_ascii_digit() || !plain {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// What sort of value it is.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// What sort of value it is and, where it is short, which.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => kind(value).to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("the text {:?}", excerpt(text)),
    }
}

/// 1970 and 2100 in milliseconds: a time outside is in another unit, and sums with it may overflow.
const OF_THIS_AGE: std::ops::Range<i64> = 0..4_102_444_800_000;

/// Milliseconds since 1970, of this age.
pub(crate) fn moment(it: Fields<'_>, field: &str) -> Result<Ts, WireError> {
    it.at.moment(field, it.whole(field)?)
}

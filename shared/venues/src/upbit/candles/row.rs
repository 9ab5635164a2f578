//! One row of a reply, whose fields are checked as they are read.

use super::CandleError;
use crate::{excerpt::excerpt, parse_utc};
use domain::Ts;
use serde_json::{Map, Value};

/// One row with its number, so that every complaint says where.
pub(super) struct Row<'a> {
    pub(super) row: usize,
    pub(super) fields: &'a Map<String, Value>,
}

impl<'a> Row<'a> {
    pub(super) fn field(&self, field: &'static str) -> Result<&'a Value, CandleError> {
        self.fields.get(field).ok_or(CandleError::Missing {
            row: self.row,
            field,
        })
    }

    pub(super) fn wrong(
        &self,
        field: &'static str,
        want: &'static str,
        value: &Value,
    ) -> CandleError {
        CandleError::WrongType {
            row: self.row,
            field,
            want,
            got: kind(value),
        }
    }

    pub(super) fn mismatch(&self, field: &'static str, asked: String, got: String) -> CandleError {
        CandleError::Mismatch {
            row: self.row,
            field,
            asked,
            got,
        }
    }

    pub(super) fn text(&self, field: &'static str) -> Result<&'a str, CandleError> {
        let value = self.field(field)?;
        value
            .as_str()
            .ok_or_else(|| self.wrong(field, "a text", value))
    }

    pub(super) fn number(&self, field: &'static str) -> Result<f64, CandleError> {
        let value = self.field(field)?;
        value
            .as_f64()
            .ok_or_else(|| self.wrong(field, "a number", value))
    }

    pub(super) fn time(&self, field: &'static str) -> Result<Ts, CandleError> {
        let text = self.text(field)?;
        parse_utc(text).ok_or_else(|| CandleError::BadTime {
            row: self.row,
            field,
            got: excerpt(text),
        })
    }

    pub(super) fn price(&self, field: &'static str) -> Result<f64, CandleError> {
        let got = self.number(field)?;
        if got.is_finite() && got > 0.0 {
            Ok(got)
        } else {
            Err(CandleError::OutOfRange {
                row: self.row,
                field,
                got,
            })
        }
    }

    pub(super) fn amount(&self, field: &'static str) -> Result<f64, CandleError> {
        let got = self.number(field)?;
        if got.is_finite() && got >= 0.0 {
            Ok(got)
        } else {
            Err(CandleError::OutOfRange {
                row: self.row,
                field,
                got,
            })
        }
    }
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

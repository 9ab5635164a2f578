//! Candles: the question as a request, and the reply checked row by row before anyone computes with it.

mod error;
mod row;

pub use error::CandleError;

use domain::{Timeframe, Ts};
use row::{Row, kind};
use serde_json::Value;

use super::Market;
use crate::{Cost, Host, HttpRequest, excerpt::excerpt};

/// A bar that closed less than this ago may still gain a late trade, or not be listed yet.
const SETTLE_MS: i64 = 60_000;

/// How many candles to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(u16);

/// Why a number is no count. Upbit would clamp in silence, and a caller would then miss bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("count {0} is outside 1 to 200")]
pub struct CountError(pub u64);

impl Count {
    /// The most that one request can return.
    pub const MAX: Self = Self(200);

    /// Checks the range 1 to 200.
    pub fn new(count: u64) -> Result<Self, CountError> {
        match u16::try_from(count) {
            Ok(fits @ 1..=200) => Ok(Self(fits)),
            _ => Err(CountError(count)),
        }
    }

    /// The number itself.
    pub fn get(self) -> u16 {
        self.0
    }
}

/// One candle. It exists only if somebody traded in it, so neighbours may be far apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candle {
    /// First moment of the bar.
    pub open_time: Ts,
    /// First trade.
    pub open: f64,
    /// Highest trade.
    pub high: f64,
    /// Lowest trade.
    pub low: f64,
    /// Last trade so far.
    pub close: f64,
    /// Traded amount of the base currency.
    pub volume: f64,
    /// Traded amount of the quote currency.
    pub value: f64,
}

/// A page of candles that end before `to`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandleQuery {
    /// Whose candles.
    pub market: Market,
    /// Bar length.
    pub timeframe: Timeframe,
    /// Exclusive bound on the opening time; `None` asks for the newest.
    pub to: Option<Ts>,
    /// At most so many.
    pub count: Count,
}

impl CandleQuery {
    /// The request for this page.
    pub fn request(&self) -> HttpRequest {
        let unit = match self.timeframe {
            Timeframe::Minute1 => "minutes/1",
            Timeframe::Minute3 => "minutes/3",
            Timeframe::Minute5 => "minutes/5",
            Timeframe::Minute10 => "minutes/10",
            Timeframe::Minute15 => "minutes/15",
            Timeframe::Minute30 => "minutes/30",
            Timeframe::Hour1 => "minutes/60",
            Timeframe::Hour4 => "minutes/240",
            Timeframe::Day1 => "days",
            Timeframe::Week1 => "weeks",
            Timeframe::Month1 => "months",
        };
        let mut target = format!(
            "/candles/{unit}?market={}&count={}",
            self.market,
            self.count.get()
        );
        if let Some(to) = self.to {
            // Rounded up: the bound is exclusive and bars open on whole seconds, so this asks for the same bars.
            let whole = Ts(to
                .0
                .saturating_add(999)
                .div_euclid(1_000)
                .saturating_mul(1_000));
            target.push_str("&to=");
            // A bare colon is answered with 400.
            target.push_str(&whole.to_string().replace(':', "%3A"));
        }
        HttpRequest::get(Host::Data, target, Cost::FREE)
    }

    /// Can this page never change again? Only then may it be kept for good.
    pub fn is_settled(&self, now: Ts) -> bool {
        let Some(to) = self.to else { return false };
        let newest = self.timeframe.open_of(Ts(to.0.saturating_sub(1)));
        self.timeframe.close_of(newest).0.saturating_add(SETTLE_MS) <= now.0
    }

    /// Checks a reply against this question and returns its candles oldest first.
    pub fn parse(&self, body: &[u8]) -> Result<Vec<Candle>, CandleError> {
        let value: Value = serde_json::from_slice(body)
            .map_err(|error| CandleError::NotJson(excerpt(&error.to_string())))?;
        let Value::Array(rows) = value else {
            return Err(CandleError::NotAList { got: kind(&value) });
        };
        if rows.len() > usize::from(self.count.get()) {
            return Err(CandleError::TooMany {
                asked: self.count.get(),
                got: rows.len(),
            });
        }
        let mut candles: Vec<Candle> = Vec::with_capacity(rows.len());
        for (row, value) in rows.iter().enumerate() {
            let Value::Object(fields) = value else {
                return Err(CandleError::NotACandle {
                    row,
                    got: kind(value),
                });
            };
            let candle = self.parse_row(Row { row, fields })?;
            if let Some(before) = candles.last().map(|newer| newer.open_time)
                && candle.open_time >= before
            {
                return Err(CandleError::Disorder {
                    row,
                    open_time: candle.open_time,
                    before,
                });
            }
            candles.push(candle);
        }
        candles.reverse();
        Ok(candles)
    }

    fn parse_row(&self, it: Row<'_>) -> Result<Candle, CandleError> {
        let row = it.row;
        let market = it.text("market")?;
        if market != self.market.as_str() {
            return Err(it.mismatch("market", self.market.to_string(), excerpt(market)));
        }
        if let Some(minutes) = self.minutes()
            && it.fields.contains_key("unit")
        {
            let unit = it.number("unit")?;
            if unit != minutes {
                return Err(it.mismatch("unit", minutes.to_string(), unit.to_string()));
            }
        }
        let open_time = it.time("candle_date_time_utc")?;
        // Listing weeks and months may start late; days and shorter bars never do.
        let grid = self.timeframe.min(Timeframe::Day1);
        if grid.open_of(open_time) != open_time {
            return Err(CandleError::OffGrid {
                row,
                timeframe: self.timeframe,
                open_time,
            });
        }
        if let Some(to) = self.to
            && open_time >= to
        {
            return Err(CandleError::NotBefore { row, open_time, to });
        }
        let candle = Candle {
            open_time,
            open: it.price("opening_price")?,
            high: it.price("high_price")?,
            low: it.price("low_price")?,
            close: it.price("trade_price")?,
            volume: it.amount("candle_acc_trade_volume")?,
            value: it.amount("candle_acc_trade_price")?,
        };
        let Candle {
            open,
            high,
            low,
            close,
            ..
        } = candle;
        if high < open.max(close) || low > open.min(close) {
            return Err(CandleError::Crossed {
                row,
                open,
                high,
                low,
                close,
            });
        }
        Ok(candle)
    }

    fn minutes(&self) -> Option<f64> {
        (self.timeframe < Timeframe::Day1).then(|| self.timeframe.millis() as f64 / 60_000.0)
    }
}

//! Reads the lines as they come, in chunks cut anywhere.

use domain::{Bar, Bars, Ts};
use serde_json::Value;

use super::RelayAsk;
use crate::{
    Fault, WireError,
    wire::{At, Fields, shown},
};

const AT: At = At::reply("edge candles");

/// A row of six numbers is never this long; only a stream without line ends is.
const LONGEST_LINE: usize = 4_096;

/// Reads an answer chunk by chunk.
#[derive(Debug)]
pub struct Reader {
    ask: RelayAsk,
    rest: Vec<u8>,
    lines: usize,
    last: Option<Bar>,
    count: u64,
    end: Option<RelayEnd>,
}

/// How an answer ended.
#[derive(Clone, Debug, PartialEq)]
pub enum RelayEnd {
    /// Whole. `next`: where to go on when the edge stopped before the end of the span.
    Whole {
        /// Opening time to go on from.
        next: Option<Ts>,
    },
    /// The edge said why there is no more. What came before is good.
    Failed(Fault),
    /// There was no end line. What came before is good.
    CutOff,
}

impl Reader {
    /// Reads the answer to this question.
    pub fn new(ask: RelayAsk) -> Reader {
        Reader {
            ask,
            rest: Vec::new(),
            lines: 0,
            last: None,
            count: 0,
            end: None,
        }
    }

    /// Takes a chunk and gives the bars whose lines it completed. After an error nothing more is to be read.
    pub fn push(&mut self, chunk: &[u8]) -> Result<Bars, WireError> {
        let mut bars = Bars::new(self.ask.timeframe);
        let mut chunk = chunk;
        while let Some(end) = chunk.iter().position(|&byte| byte == b'\n') {
            let (line, after) = chunk.split_at(end);
            chunk = after.get(1..).unwrap_or_default();
            let mut whole = std::mem::take(&mut self.rest);
            whole.extend_from_slice(line);
            self.line(&whole, &mut bars)?;
        }
        self.rest.extend_from_slice(chunk);
        if self.rest.len() > LONGEST_LINE {
            return Err(self
                .here()
                .error("", "a line without an end", "a short line"));
        }
        Ok(bars)
    }

    /// The last bar that was read.
    pub fn last(&self) -> Option<Bar> {
        self.last
    }

    /// The stream is over: how did it end?
    pub fn finish(self) -> RelayEnd {
        self.end.unwrap_or(RelayEnd::CutOff)
    }

    fn here(&self) -> At {
        AT.row(self.lines)
    }

    fn line(&mut self, line: &[u8], bars: &mut Bars) -> Result<(), WireError> {
        let at = self.here();
        if self.end.is_some() {
            return Err(at.error("", "a line after the end", "nothing"));
        }
        let value = at.json(line)?;
        match &value {
            Value::Array(row) if self.lines > 0 => self.bar(row, bars)?,
            other => {
                let fields = at.object(other)?;
                if let Some(error) = fields.given("error") {
                    self.end = Some(RelayEnd::Failed(fault(at, error)?));
                } else if self.lines == 0 {
                    self.head(fields)?;
                } else {
                    self.end = Some(self.end_line(fields)?);
                }
            }
        }
        self.lines += 1;
        Ok(())
    }

    fn head(&self, head: Fields<'_>) -> Result<(), WireError> {
        let texts = [
            ("venue", self.ask.venue.id()),
            ("symbol", self.ask.symbol.as_str()),
            ("timeframe", self.ask.timeframe.as_str()),
        ];
        for (field, asked) in texts {
            if head.text(field)? != asked {
                return Err(head.wrong(field, head.value(field, asked)?, asked));
            }
        }
        let times = [("from", self.ask.span.start), ("to", self.ask.span.end)];
        for (field, asked) in times {
            if head.whole(field)? != asked.0 {
                return Err(head.wrong(field, head.value(field, "")?, asked.0.to_string()));
            }
        }
        Ok(())
    }

    fn bar(&mut self, row: &[Value], bars: &mut Bars) -> Result<(), WireError> {
        let at = self.here();
        let [time, open, high, low, close, volume] = row else {
            let got = format!("a list of {}", row.len());
            return Err(at.error("", got, "a list of time, open, high, low, close, volume"));
        };
        let number = |field: &str, value: &Value| {
            value
                .as_f64()
                .ok_or_else(|| at.error(field, shown(value), "a number"))
        };
        let open_time = time
            .as_i64()
            .map(Ts)
            .ok_or_else(|| at.error("open time", shown(time), "a whole number of milliseconds"))?;
        if !self.ask.span.contains(open_time) {
            let (start, end) = (self.ask.span.start, self.ask.span.end);
            let want = format!("a time from {start} and before {end}");
            return Err(at.error("open time", open_time.to_string(), want));
        }
        let bar = Bar {
            open_time,
            open: number("open", open)?,
            high: number("high", high)?,
            low: number("low", low)?,
            close: number("close", close)?,
            volume: number("volume", volume)?,
            made_up: false,
        };
        if let Some(before) = self.last.filter(|last| bar.open_time <= last.open_time) {
            let want = format!("a time after {}", before.open_time);
            return Err(at.error("open time", open_time.to_string(), want));
        }
        at.push(bars, bar)?;
        self.last = Some(bar);
        self.count += 1;
        Ok(())
    }

    fn end_line(&self, end: Fields<'_>) -> Result<RelayEnd, WireError> {
        if !end.flag("end")? {
            return Err(end.at.error("end", "false", "true"));
        }
        let bars = end.whole("bars")?;
        if u64::try_from(bars).ok() != Some(self.count) {
            return Err(end
                .at
                .error("bars", bars.to_string(), self.count.to_string()));
        }
        let next = match end.value("next", "a time or null")? {
            Value::Null => None,
            _ => Some(Ts(end.whole("next")?)),
        };
        let behind = self.last.map_or(self.ask.span.start, |last| last.open_time);
        let behind = Ts(behind.0 + 1);
        if let Some(next) = next.filter(|&next| next < behind || next >= self.ask.span.end) {
            let want = format!(
                "null, or a time from {behind} and before {}",
                self.ask.span.end
            );
            return Err(end.at.error("next", next.to_string(), want));
        }
        Ok(RelayEnd::Whole { next })
    }
}

/// Reads what the edge says about its failure.
pub(crate) fn fault(at: At, error: &Value) -> Result<Fault, WireError> {
    let error = at.object(error)?;
    let said = crate::excerpt::excerpt(error.text("message")?);
    let wait = match error.given("retry_after_s") {
        Some(value) => Some(
            value
                .as_u64()
                .ok_or_else(|| error.wrong("retry_after_s", value, "a whole number of seconds"))?,
        ),
        None => None,
    };
    let status = error.given("status").and_then(Value::as_u64);
    let status = status
        .and_then(|status| u16::try_from(status).ok())
        .unwrap_or(502);
    Ok(match error.text("code")? {
        "rate_limited" => Fault::RateLimited {
            retry_after_s: wait,
        },
        "banned" => Fault::Banned { for_s: wait },
        "unknown_market" => Fault::UnknownMarket { said },
        "bad_request" | "unaskable" => Fault::BadRequest { status, said },
        "key_refused" => Fault::KeyRefused { said },
        "region" => Fault::Region { said },
        "lost" => Fault::Lost { why: said },
        _ => Fault::Server { status, said },
    })
}

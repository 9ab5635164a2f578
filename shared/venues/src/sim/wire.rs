//! How each exchange, and our edge, reads a question for bars and writes the answer.

use domain::{Bar, Bars, Span, Symbol, Timeframe, Ts, Venue, moment, zones::Zone};
use serde_json::{Value, json};

use crate::{
    HttpReply, Variant,
    relay::{RelayAsk, Writer},
};

/// A question for bars as it was understood.
#[derive(Clone, Debug)]
pub(super) struct Question {
    venue: Venue,
    relayed: bool,
    pub(super) symbol: Symbol,
    pub(super) timeframe: Timeframe,
    from: Ts,
    /// Exclusive.
    to: Ts,
    most: usize,
    skip: usize,
    /// Rows behind the last one of this page, where the page says so.
    more: bool,
    next: Option<Ts>,
    lies: bool,
}

impl Question {
    pub(super) fn read(venue: Venue, relayed: bool, target: &str) -> Option<Question> {
        let (path, query) = target.split_once('?')?;
        let value = |name: &str| -> Option<String> {
            let pair = query.split('&').find_map(|pair| {
                let (key, value) = pair.split_once('=')?;
                (key == name).then_some(value)
            });
            pair.map(|text| text.replace("%3A", ":").replace("%2B", "+"))
        };
        let number = |name: &str| value(name)?.parse::<i64>().ok();
        let mut question = Question {
            venue,
            relayed,
            symbol: Symbol::parse("X").ok()?,
            timeframe: Timeframe::Day1,
            from: Ts(i64::MIN),
            to: Ts(i64::MAX),
            most: 0,
            skip: 0,
            more: false,
            next: None,
            lies: false,
        };
        if relayed {
            let mut parts = path.split('/').skip(5);
            question.symbol = Symbol::parse(parts.next()?).ok()?;
            question.timeframe = Timeframe::parse(parts.next()?)?;
            question.from = Ts(number("from")?);
            question.to = Ts(number("to")?);
            return Some(question);
        }
        match venue {
            Venue::Upbit => {
                question.symbol = Symbol::parse(&value("market")?).ok()?;
                question.timeframe = upbit_length(path)?;
                question.to = moment::parse(&value("to")?)?;
                question.most = 200;
            }
            Venue::Binance => {
                question.symbol = Symbol::parse(&value("symbol")?).ok()?;
                question.timeframe = Timeframe::parse(&value("interval")?)?;
                question.from = Ts(number("startTime")?);
                question.to = Ts(number("endTime")? + 1);
                question.most = 1_000;
            }
            _ => {
                question.symbol = Symbol::parse(path.split('/').nth(3)?).ok()?;
                question.timeframe = alpaca_length(&value("timeframe")?)?;
                let day = question.timeframe >= Timeframe::Day1;
                let name = |at: Ts| if day { by_date(at) } else { at };
                question.from = name(moment::parse(&value("start")?)?);
                question.to = Ts(name(moment::parse(&value("end")?)?).0 + 1);
                question.most = 10_000;
                question.skip = value("page_token")
                    .and_then(|it| it.parse().ok())
                    .unwrap_or(0);
            }
        }
        Some(question)
    }

    /// The bars of the answer, in the order they are sent. The one that is forming has half of its volume so far.
    pub(super) fn answer(&mut self, truth: &Bars, now: Ts, edge_page: usize) -> Vec<Bar> {
        let span = Span {
            start: self.from,
            end: self.to.min(Ts(now.0 + 1)),
        };
        let so_far = |bar: Bar| {
            let forming = truth.timeframe().close_of(bar.open_time) > now;
            Bar {
                close: if forming { bar.open } else { bar.close },
                volume: if forming {
                    bar.volume / 2.0
                } else {
                    bar.volume
                },
                ..bar
            }
        };
        let all = truth.rows_in(span);
        let (first, mut last) = (all.start, all.end);
        if self.relayed {
            let closed = |row: usize| {
                let open = truth.get(row).map(|bar| bar.open_time);
                open.is_none_or(|open| truth.timeframe().close_of(open) <= now)
            };
            if last > first && !closed(last - 1) {
                last -= 1;
            }
            if last - first > edge_page {
                last = first + edge_page;
                self.next = truth.get(last).map(|bar| bar.open_time);
            }
        }
        let rows = match (self.relayed, self.venue) {
            (true, _) => first..last,
            (_, Venue::Upbit) => first.max(last.saturating_sub(self.most))..last,
            _ => {
                let from = (first + self.skip).min(last);
                let to = (from + self.most).min(last);
                self.more = to < last;
                from..to
            }
        };
        let mut rows: Vec<Bar> = truth.slice(rows).iter().map(so_far).collect();
        if !self.relayed && self.venue == Venue::Upbit {
            rows.reverse();
        }
        rows
    }

    /// The answer is about something else.
    pub(super) fn lie(&mut self) {
        self.lies = true;
    }

    pub(super) fn body(&self, rows: &[Bar]) -> String {
        if self.relayed {
            return self.lines(rows);
        }
        let symbol = if self.lies {
            "KRW-LIE"
        } else {
            self.symbol.as_str()
        };
        match self.venue {
            Venue::Upbit => {
                let rows: Vec<Value> = rows
                    .iter()
                    .map(|bar| upbit_row(symbol, self.timeframe, bar))
                    .collect();
                Value::Array(rows).to_string()
            }
            Venue::Binance => {
                // Its rows name no market: another one shows by its times alone.
                let late = if self.lies { i64::MAX / 4 } else { 0 };
                let rows: Vec<Value> = rows
                    .iter()
                    .map(|bar| binance_row(late, self.timeframe, bar))
                    .collect();
                Value::Array(rows).to_string()
            }
            _ => {
                let rows: Vec<Value> = rows
                    .iter()
                    .map(|bar| alpaca_row(self.timeframe, bar))
                    .collect();
                let token = self.more.then(|| (self.skip + self.most).to_string());
                json!({ "bars": rows, "symbol": symbol, "next_page_token": token }).to_string()
            }
        }
    }

    fn lines(&self, rows: &[Bar]) -> String {
        let ask = RelayAsk {
            venue: self.venue,
            symbol: self.symbol,
            timeframe: if self.lies {
                Timeframe::Month1
            } else {
                self.timeframe
            },
            span: Span {
                start: self.from,
                end: self.to,
            },
            variant: Variant::default(),
        };
        let (mut writer, mut lines) = Writer::begin(&ask);
        lines += &writer.bars(rows.iter().copied());
        lines + &writer.end(self.next)
    }
}

pub(super) fn unknown_market(venue: Venue, relayed: bool) -> HttpReply {
    if relayed {
        return HttpReply::new(
            404,
            r#"{"error":{"code":"unknown_market","message":"no such market"}}"#,
        );
    }
    match venue {
        Venue::Upbit => HttpReply::new(404, r#"{"error":{"name":404,"message":"Code not found"}}"#),
        Venue::Binance => HttpReply::new(400, r#"{"code":-1121,"msg":"Invalid symbol."}"#),
        _ => HttpReply::new(400, r#"{"message":"invalid symbol: X"}"#),
    }
}

fn upbit_length(path: &str) -> Option<Timeframe> {
    Some(match path.strip_prefix("/candles/")? {
        "seconds" => Timeframe::Second1,
        "days" => Timeframe::Day1,
        "weeks" => Timeframe::Week1,
        "months" => Timeframe::Month1,
        minutes => {
            let unit: i64 = minutes.strip_prefix("minutes/")?.parse().ok()?;
            Timeframe::ALL
                .into_iter()
                .find(|length| length.millis() == unit * 60_000)?
        }
    })
}

fn alpaca_length(word: &str) -> Option<Timeframe> {
    match word {
        "1Hour" => Some(Timeframe::Hour1),
        "1Day" => Some(Timeframe::Day1),
        minutes => Timeframe::parse(&minutes.replace("Min", "m")),
    }
}

fn upbit_row(symbol: &str, timeframe: Timeframe, bar: &Bar) -> Value {
    let clock = |at: Ts| at.to_string().trim_end_matches('Z').to_owned();
    let mut row = json!({
        "market": symbol,
        "candle_date_time_utc": clock(bar.open_time),
        "candle_date_time_kst": clock(Ts(bar.open_time.0 + 9 * 3_600_000)),
        "opening_price": bar.open,
        "high_price": bar.high,
        "low_price": bar.low,
        "trade_price": bar.close,
        "timestamp": bar.open_time.0,
        "candle_acc_trade_price": bar.volume * bar.close,
        "candle_acc_trade_volume": bar.volume,
    });
    if let Some(fields) = row.as_object_mut()
        && (Timeframe::Minute1..Timeframe::Day1).contains(&timeframe)
    {
        fields.insert("unit".to_owned(), json!(timeframe.millis() / 60_000));
    }
    row
}

fn binance_row(late: i64, timeframe: Timeframe, bar: &Bar) -> Value {
    let open = bar.open_time.0.saturating_add(late);
    json!([
        open,
        bar.open.to_string(),
        bar.high.to_string(),
        bar.low.to_string(),
        bar.close.to_string(),
        bar.volume.to_string(),
        timeframe.close_of(bar.open_time).0 - 1,
        (bar.volume * bar.close).to_string(),
        7,
        "0.5",
        "0.5",
        "0"
    ])
}

fn alpaca_row(timeframe: Timeframe, bar: &Bar) -> Value {
    let stamp = if timeframe < Timeframe::Day1 {
        bar.open_time
    } else {
        Zone::NewYork.instant(bar.open_time.0.div_euclid(domain::time::DAY_MS), 0)
    };
    json!({
        "t": stamp.to_string(), "o": bar.open, "h": bar.high, "l": bar.low, "c": bar.close, "v": bar.volume, "n": 3, "vw": bar.close,
    })
}

/// The date of a New York moment, as midnight UTC.
fn by_date(at: Ts) -> Ts {
    Ts(Zone::NewYork.local(at).day * domain::time::DAY_MS)
}

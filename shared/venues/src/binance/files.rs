//! Files with a month of bars in each: where they are, and what their rows say. Unpacking the zip is the reader's business.

use domain::{Bar, Bars, Symbol, Timeframe, Ts, Venue};

use super::{code, interval};
use crate::{
    AskError, Cost, Host, HttpRequest, WireError,
    excerpt::excerpt,
    wire::{At, decimal},
};

const AT: At = At::reply("Binance file");
const SUM: At = At::reply("Binance checksum");

/// Times above this are in microseconds: as milliseconds it is the year 5138.
const MICROSECONDS: i64 = 100_000_000_000_000;

/// A month of bars of one market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthFile {
    /// Whose bars.
    pub symbol: Symbol,
    /// How long.
    pub timeframe: Timeframe,
    /// Year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
}

impl MonthFile {
    /// Checks that there can be such a file.
    pub fn new(
        symbol: Symbol,
        timeframe: Timeframe,
        year: u16,
        month: u8,
    ) -> Result<MonthFile, AskError> {
        let venue = Venue::Binance;
        code(symbol)?;
        interval(timeframe).ok_or(AskError::Timeframe { venue, timeframe })?;
        if !(1..=12).contains(&month) || !(2017..=2100).contains(&year) {
            let what = "file of that month";
            return Err(AskError::NotServed { venue, what });
        }
        Ok(MonthFile {
            symbol,
            timeframe,
            year,
            month,
        })
    }

    /// The name of the table inside the zip.
    pub fn csv_name(&self) -> String {
        format!("{}.csv", self.stem())
    }

    /// The request for the zip.
    pub fn zip(&self) -> HttpRequest {
        self.request(".zip")
    }

    /// The request for its SHA-256.
    pub fn checksum(&self) -> HttpRequest {
        self.request(".zip.CHECKSUM")
    }

    /// Reads the checksum's reply: 64 hexadecimal digits in lower case.
    pub fn read_checksum(&self, body: &[u8]) -> Result<String, WireError> {
        let text = String::from_utf8_lossy(body);
        let mut words = text.split_ascii_whitespace();
        let sum = words.next().unwrap_or_default();
        if sum.len() != 64 || !sum.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let got = format!("{:?}", excerpt(sum));
            return Err(SUM.error("sum", got, "64 hexadecimal digits"));
        }
        let (name, want) = (
            words.next().unwrap_or_default(),
            format!("{}.zip", self.stem()),
        );
        if name != want {
            return Err(SUM.error("file", format!("{:?}", excerpt(name)), want));
        }
        Ok(sum.to_ascii_lowercase())
    }

    /// Reads the table.
    pub fn read_csv(&self, csv: &[u8]) -> Result<Bars, WireError> {
        let next_month = Timeframe::Month1.close_of(self.opens());
        let mut bars = Bars::new(self.timeframe);
        let lines = csv.split(|&byte| byte == b'\n').enumerate();
        for (row, line) in lines {
            let at = AT.row(row);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let named = row == 0 && line.starts_with(b"open_time");
            if line.is_empty() || named {
                continue;
            }
            let text = std::str::from_utf8(line)
                .map_err(|_| at.error("", "bytes that are no text", "UTF-8"))?;
            let bar = kline(at, text)?;
            // A week belongs to the month it opens in.
            if bar.open_time < self.opens() || bar.open_time >= next_month {
                let want = format!("a time from {} and before {next_month}", self.opens());
                return Err(at.error("open_time", bar.open_time.to_string(), want));
            }
            at.push(&mut bars, bar)?;
        }
        Ok(bars)
    }

    fn opens(&self) -> Ts {
        Ts::from_date(i64::from(self.year), u32::from(self.month), 1)
    }

    fn interval(&self) -> &'static str {
        // Files can't tell `1m` from `1M` everywhere: some disks ignore case.
        match self.timeframe {
            Timeframe::Month1 => "1mo",
            other => other.as_str(),
        }
    }

    fn stem(&self) -> String {
        let (symbol, interval) = (self.symbol, self.interval());
        format!("{symbol}-{interval}-{:04}-{:02}", self.year, self.month)
    }

    fn request(&self, ending: &str) -> HttpRequest {
        let target = format!(
            "/data/spot/monthly/klines/{}/{}/{}{ending}",
            self.symbol,
            self.interval(),
            self.stem()
        );
        HttpRequest {
            headers: Vec::new(),
            ..HttpRequest::get(Host::Files, target, Cost::FREE)
        }
    }
}

/// Reads one row: the twelve columns of a kline, times in milliseconds or, since 2025, in microseconds.
fn kline(at: At, line: &str) -> Result<Bar, WireError> {
    let columns: Vec<&str> = line.split(',').collect();
    if columns.len() != 12 {
        let got = format!("{} columns", columns.len());
        return Err(at.error("", got, "12 columns"));
    }
    let column = |index: usize| columns.get(index).copied().unwrap_or_default();
    let number = |index: usize, field: &str| {
        let text = column(index);
        decimal(text).ok_or_else(|| {
            let got = format!("{:?}", excerpt(text));
            at.error(field, got, "a number")
        })
    };
    let time = column(0);
    let raw: Option<i64> = time.parse().ok();
    let open_time = raw.and_then(|raw| match raw {
        MICROSECONDS.. if raw % 1_000 == 0 => Some(Ts(raw / 1_000)),
        0..MICROSECONDS => Some(Ts(raw)),
        _ => None,
    });
    let open_time = open_time.ok_or_else(|| {
        let got = format!("{:?}", excerpt(time));
        at.error("open_time", got, "milliseconds or microseconds since 1970")
    })?;
    Ok(Bar {
        open_time,
        open: number(1, "open")?,
        high: number(2, "high")?,
        low: number(3, "low")?,
        close: number(4, "close")?,
        volume: number(5, "volume")?,
        made_up: false,
    })
}

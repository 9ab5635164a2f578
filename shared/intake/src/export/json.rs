//! Bars as JSON: one object with the series' names and a list of rows.

use super::decimal::number;
use domain::{Bars, Symbol, Venue};
use std::io::Write as _;

/// The whole file: `{"venue","symbol","timeframe","columns":[…],"bars":[[time, open, high, low, close, volume, made_up], …]}`, times in
/// milliseconds since 1970.
pub fn json(venue: Venue, symbol: Option<Symbol>, bars: &Bars) -> Vec<u8> {
    let mut out = Vec::with_capacity(bars.len() * 64 + 256);
    let symbol = symbol.map_or("null".to_owned(), |symbol| format!("\"{symbol}\""));
    // Ids, codes and lengths hold no letter that JSON escapes, and writing to memory can't fail.
    let _ = write!(
        out,
        "{{\"venue\":\"{}\",\"symbol\":{symbol},\"timeframe\":\"{}\",\"columns\":[\"time\",\"open\",\"high\",\"low\",\"close\",\"volume\",\"made_up\"],\"bars\":[",
        venue.id(),
        bars.timeframe()
    );
    for (row, bar) in bars.iter().enumerate() {
        out.extend_from_slice(if row == 0 { b"\n" } else { b",\n" });
        let _ = write!(out, "[{}", bar.open_time.0);
        for value in [bar.open, bar.high, bar.low, bar.close, bar.volume] {
            out.push(b',');
            number(&mut out, value);
        }
        out.extend_from_slice(if bar.made_up { b",true]" } else { b",false]" });
    }
    out.extend_from_slice(b"\n]}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Bar, Timeframe, Ts};

    #[test]
    fn any_reader_of_json_reads_it() {
        let bar = Bar {
            open_time: Ts::from_date(2024, 1, 31),
            open: 0.1,
            high: 1.5e8,
            low: 1e-8,
            close: 2.0,
            volume: 0.0,
            made_up: false,
        };
        let bars = Bars::from_bars(Timeframe::Day1, [bar]).unwrap();
        let text = json(Venue::File, None, &bars);
        let value: serde_json::Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(value["symbol"], serde_json::Value::Null);
        assert_eq!(value["bars"][0][2], 1.5e8);
        assert_eq!(value["bars"][0][0], 1_706_659_200_000_i64);
    }
}

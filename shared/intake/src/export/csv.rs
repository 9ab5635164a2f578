//! Bars as CSV: UTF-8, a header, times in ISO 8601 with their zone, numbers in the fewest digits that read back equal.

use super::decimal::{moment, number};
use domain::Bars;

/// The whole file. `made_up` is a column only when a bar is.
pub fn csv(bars: &Bars) -> Vec<u8> {
    let flags = bars.made_up().contains(&true);
    let mut out = Vec::with_capacity(bars.len() * 64 + 64);
    out.extend_from_slice(b"time,open,high,low,close,volume");
    out.extend_from_slice(if flags { b",made_up\n" } else { b"\n" });
    for bar in bars.iter() {
        moment(&mut out, bar.open_time.0);
        for value in [bar.open, bar.high, bar.low, bar.close, bar.volume] {
            out.push(b',');
            number(&mut out, value);
        }
        out.extend_from_slice(match (flags, bar.made_up) {
            (false, _) => b"\n",
            (true, true) => b",true\n",
            (true, false) => b",false\n",
        });
    }
    out
}

/// A text as a cell that no spreadsheet runs as a formula: `=`, `+`, `-`, `@` and blanks of control at its beginning get an
/// apostrophe before them. Numbers never come here.
pub fn text_cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let guarded = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    match guarded.contains([',', '"', '\n', '\r', ';', '\t']) {
        true => format!("\"{}\"", guarded.replace('"', "\"\"")),
        false => guarded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Bar, Timeframe, Ts};

    #[test]
    fn is_written_with_zone_and_the_fewest_digits() {
        let bar = Bar {
            open_time: Ts::from_date(2024, 1, 31),
            open: 0.1,
            high: 1.5e8,
            low: 1e-8,
            close: 2.0,
            volume: 0.0,
            made_up: false,
        };
        let next = Bar {
            open_time: Ts::from_date(2024, 2, 1),
            made_up: true,
            ..bar
        };
        let bars = Bars::from_bars(Timeframe::Day1, [bar]).unwrap();
        let text = String::from_utf8(csv(&bars)).unwrap();
        assert_eq!(
            text,
            "time,open,high,low,close,volume\n2024-01-31T00:00:00Z,0.1,150000000,0.00000001,2,0\n"
        );
        let bars = Bars::from_bars(Timeframe::Day1, [bar, next]).unwrap();
        let text = String::from_utf8(csv(&bars)).unwrap();
        assert!(
            text.contains("volume,made_up\n")
                && text.contains(",0,false\n")
                && text.ends_with(",0,true\n"),
            "{text}"
        );
    }

    #[test]
    fn a_text_is_never_a_formula() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+82", "'+82"),
            ("-x", "'-x"),
            ("@sum", "'@sum"),
            ("\tx", "\"'\tx\""),
            ("\nx", "\"'\nx\""),
            ("a,\"b\"", "\"a,\"\"b\"\"\""),
            ("KRW-BTC", "KRW-BTC"),
        ] {
            assert_eq!(text_cell(text), cell);
        }
    }
}

//! The end of an answer, looked at without reading the answer.

use serde_json::Value;

/// Is this the tail of an answer that came to its end? The last line must be in it whole.
pub fn is_whole(tail: &[u8]) -> bool {
    let Some(lines) = tail.strip_suffix(b"\n") else {
        return false;
    };
    let start = lines.iter().rposition(|byte| *byte == b'\n');
    let last = lines.get(start.map_or(0, |newline| newline + 1)..);
    let end: Option<Value> = last.and_then(|line| serde_json::from_slice(line).ok());
    end.is_some_and(|end| end.get("end") == Some(&Value::Bool(true)))
}

#[cfg(test)]
mod tests {
    use domain::{Span, Symbol, Timeframe, Ts, Venue};

    use super::*;
    use crate::{
        Fault, Variant,
        relay::{RelayAsk, Writer},
    };

    #[test]
    fn only_an_end_line_is_an_end() {
        let Ok(symbol) = Symbol::parse("KRW-BTC") else {
            return;
        };
        let ask = RelayAsk {
            venue: Venue::Upbit,
            symbol,
            timeframe: Timeframe::Minute1,
            span: Span {
                start: Ts(0),
                end: Ts(60_000),
            },
            variant: Variant::default(),
        };
        let (writer, head) = Writer::begin(&ask);
        assert!(!is_whole(head.as_bytes()));
        let end = head + &writer.end(Some(Ts(5)));
        assert!(is_whole(end.as_bytes()));
        let (_, tail) = end.as_bytes().split_at(end.len() - 45);
        assert!(is_whole(tail), "a piece of the line before it does no harm");
        for cut in 1..40 {
            let (rest, _) = end.as_bytes().split_at(end.len() - cut);
            assert!(!is_whole(rest), "{cut} bytes are missing");
        }
        let (writer, head) = Writer::begin(&ask);
        let fault = Fault::RateLimited {
            retry_after_s: None,
        };
        assert!(!is_whole((head + &writer.fail(&fault)).as_bytes()));
        assert!(!is_whole(b""));
    }
}

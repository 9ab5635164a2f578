//! The lines between our edge and our page: written and read back, cut anywhere, and lied in.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use domain::{Bar, Span, Timeframe, Ts, Venue};
use proptest::prelude::*;
use venues::{
    Fault, HttpReply, PageAsk, Variant,
    relay::{Reader, RelayAsk, RelayEnd, Writer, error_body, read_page, refusal},
};

const MINUTE: i64 = 60_000;

fn ask() -> RelayAsk {
    RelayAsk {
        venue: Venue::Upbit,
        symbol: common::symbol("KRW-BTC"),
        timeframe: Timeframe::Minute1,
        span: Span {
            start: Ts(0),
            end: Ts(1_000 * MINUTE),
        },
        variant: Variant::default(),
    }
}

fn bar(minute: i64, price: f64) -> Bar {
    Bar {
        open_time: Ts(minute * MINUTE),
        open: price,
        high: price * 1.5,
        low: price * 0.5,
        close: price * 1.1,
        volume: price / 3.0,
        made_up: false,
    }
}

fn written(bars: &[Bar], next: Option<Ts>) -> String {
    let (mut writer, mut lines) = Writer::begin(&ask());
    for bars in bars.chunks(7) {
        lines += &writer.bars(bars.iter().copied());
    }
    lines + &writer.end(next)
}

#[test]
fn an_answer_looks_like_the_contract() {
    let lines = written(&[bar(0, 1.0), bar(2, 1.0)], Some(Ts(5 * MINUTE)));
    let expected = concat!(
        r#"{"from":0,"symbol":"KRW-BTC","timeframe":"1m","to":60000000,"venue":"upbit"}"#,
        "\n",
        "[0,1.0,1.5,0.5,1.1,0.3333333333333333]\n",
        "[120000,1.0,1.5,0.5,1.1,0.3333333333333333]\n",
        r#"{"bars":2,"end":true,"next":300000}"#,
        "\n",
    );
    assert_eq!(lines, expected);
    assert_eq!(
        ask().request().target,
        "/api/v1/upbit/candles/KRW-BTC/1m?from=0&to=60000000"
    );
    let stocks = RelayAsk {
        venue: Venue::Alpaca,
        symbol: common::symbol("AAPL"),
        ..ask()
    };
    let target = stocks.request().target;
    assert!(target.ends_with("&feed=sip&adjustment=all"), "{target}");
}

#[test]
fn an_error_line_keeps_what_came_before_it() {
    let faults = [
        Fault::RateLimited {
            retry_after_s: Some(3),
        },
        Fault::Banned { for_s: Some(120) },
        Fault::UnknownMarket {
            said: "Code not found".to_owned(),
        },
        Fault::KeyRefused {
            said: "forbidden.".to_owned(),
        },
        Fault::Region {
            said: String::new(),
        },
        Fault::Server {
            status: 503,
            said: "down".to_owned(),
        },
        Fault::BadRequest {
            status: 400,
            said: "bad".to_owned(),
        },
        Fault::Lost {
            why: "reset".to_owned(),
        },
    ];
    for fault in faults {
        let (mut writer, mut lines) = Writer::begin(&ask());
        lines += &writer.bars([bar(3, 2.0)]);
        lines += &writer.fail(&fault);
        let page = read_page(&ask(), &HttpReply::new(200, lines)).unwrap();
        assert_eq!(page.bars.len(), 1);
        assert_eq!(page.cut, Some(fault.clone()));
        assert_eq!(page.next, Some(PageAsk::From(Ts(3 * MINUTE + 1))));
        // The same body with a status of its own.
        assert_eq!(refusal(&HttpReply::new(502, error_body(&fault))), fault);
    }
}

#[test]
fn a_refusal_in_other_words_is_judged_by_its_status() {
    let foreign = |status| refusal(&HttpReply::new(status, "<html>").with("Retry-After", "9"));
    assert_eq!(
        foreign(429),
        Fault::RateLimited {
            retry_after_s: Some(9)
        }
    );
    assert!(matches!(foreign(404), Fault::UnknownMarket { .. }));
    assert!(matches!(
        foreign(403),
        Fault::BadRequest { status: 403, .. }
    ));
    assert!(matches!(foreign(503), Fault::Server { status: 503, .. }));
    let own = r#"{"error":{"code":"bad_query","message":"no such key"}}"#;
    let said = "no such key".to_owned();
    assert_eq!(
        refusal(&HttpReply::new(400, own)),
        Fault::BadRequest { status: 400, said }
    );
}

#[test]
fn what_is_wrong_with_a_line_is_said() {
    let good = written(&[bar(0, 1.0), bar(1, 1.0)], None);
    let says = |from: &str, to: &str, words: &str| {
        let body = good.replacen(from, to, 1);
        assert_ne!(body, good, "{from}");
        let error = Reader::new(ask()).push(body.as_bytes()).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    };
    says("KRW-BTC", "KRW-ETH", "row 0, symbol");
    says("upbit", "binance", "row 0, venue");
    says("1m", "3m", "row 0, timeframe");
    says("\"from\":0", "\"from\":60000", "row 0, from");
    says("60000000", "60000001", "row 0, to");
    says("[60000,", "[0,", "row 2, open time");
    says("[60000,", "[60001,", "row 2, open time");
    says("[60000,", "[60000000,", "row 2, open time");
    says(
        "[60000,1.0",
        "[60000,\"1.0\"",
        "row 2, open: found the text \"1.0\", expected a number",
    );
    says("[60000,1.0", "[60000,null", "row 2, open");
    says("[60000,1.0", "[60000,-1.0", "row 2, open");
    says("[60000,1.0,", "[60000,", "row 2: found a list of 5");
    says(
        "\"bars\":2",
        "\"bars\":3",
        "row 3, bars: found 3, expected 2",
    );
    says("\"end\":true", "\"end\":false", "row 3, end");
    says("\"next\":null", "\"next\":60000", "row 3, next");
    says("\"next\":null", "\"next\":\"x\"", "row 3, next");
    says("{\"bars\"", "<html>\n{\"bars\"", "row 3: found \"<html>\"");
    says(
        "\"next\":null}\n",
        "\"next\":null}\n[120000,1.0,1.5,0.5,1.1,0.3]\n",
        "a line after the end",
    );
    let endless = vec![b' '; 5_000];
    assert!(Reader::new(ask()).push(&endless).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_written_is_read_bit_by_bit_however_it_is_cut(
        prices in prop::collection::vec(1e-8_f64..1e9, 0..60),
        cuts in prop::collection::vec(0.0_f64..1.0, 0..20),
        next in any::<bool>(),
    ) {
        let bars: Vec<Bar> = prices.iter().enumerate().map(|(minute, &price)| bar(minute as i64 * 3, price)).collect();
        let next = next.then_some(Ts(999 * MINUTE));
        let lines = written(&bars, next);
        let mut places: Vec<usize> = cuts.iter().map(|cut| (cut * lines.len() as f64) as usize).collect();
        places.push(lines.len());
        places.sort_unstable();
        let mut reader = Reader::new(ask());
        let (mut read, mut from) = (Vec::new(), 0);
        for to in places {
            read.extend(reader.push(&lines.as_bytes()[from..to]).unwrap().iter());
            from = to;
        }
        prop_assert_eq!(read, bars);
        prop_assert_eq!(reader.finish(), RelayEnd::Whole { next });
    }

    #[test]
    fn an_answer_cut_off_anywhere_is_known_to_be_cut_off(count in 0_i64..30, cut in 0.0_f64..1.0) {
        let bars: Vec<Bar> = (0..count).map(|minute| bar(minute, 5.0)).collect();
        let lines = written(&bars, None);
        let keep = (cut * lines.len() as f64) as usize;
        let page = read_page(&ask(), &HttpReply::new(200, &lines.as_bytes()[..keep])).unwrap();
        prop_assert!(page.cut.is_some());
        let read: Vec<Bar> = page.bars.iter().collect();
        prop_assert_eq!(&read[..], &bars[..read.len()]);
        let behind = read.last().map_or(Ts(0), |last| Ts(last.open_time.0 + 1));
        prop_assert_eq!(page.next, Some(PageAsk::From(behind)));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let _ = Reader::new(ask()).push(&bytes);
        let bars: Vec<Bar> = (0..5).map(|minute| bar(minute, 5.0)).collect();
        let mut lines = written(&bars, None).into_bytes();
        for (place, byte) in flips {
            let place = place.index(lines.len());
            lines[place] = byte;
        }
        if let Ok(page) = read_page(&ask(), &HttpReply::new(200, lines)) {
            let checked = domain::Bars::from_bars(Timeframe::Minute1, page.bars.iter());
            prop_assert!(checked.is_ok());
            prop_assert!(page.bars.iter().all(|bar| ask().span.contains(bar.open_time)));
        }
    }
}

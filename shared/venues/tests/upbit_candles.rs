//! Upbit candles against wire fixtures: shapes as documented, values ours.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use domain::{Timeframe, Ts};
use proptest::prelude::*;
use venues::upbit::{Candle, CandleError, CandleQuery, Count, Market};

const MINUTES: &str = r#"[
{"market":"KRW-BTC","candle_date_time_utc":"2026-11-20T03:15:00","candle_date_time_kst":"2026-11-20T12:15:00","opening_price":145000000.0,"high_price":1.451E8,"low_price":144900000.0,"trade_price":145050000.0,"timestamp":1795144512345,"candle_acc_trade_price":512345678.9,"candle_acc_trade_volume":3.53,"unit":1},
{"market":"KRW-BTC","candle_date_time_utc":"2026-11-20T03:12:00","candle_date_time_kst":"2026-11-20T12:12:00","opening_price":144980000.0,"high_price":145000000.0,"low_price":144980000.0,"trade_price":145000000.0,"timestamp":1795144372001,"candle_acc_trade_price":1450000.0,"candle_acc_trade_volume":0.01,"unit":1}
]"#;

const DAYS: &str = r#"[{"market":"KRW-BTC","candle_date_time_utc":"2026-11-19T00:00:00","candle_date_time_kst":"2026-11-19T09:00:00","opening_price":144000000.0,"high_price":145500000.0,"low_price":143500000.0,"trade_price":145050000.0,"timestamp":1795132799999,"candle_acc_trade_price":2.3E11,"candle_acc_trade_volume":1590.4,"prev_closing_price":144000000.0,"change_price":1050000.0,"change_rate":0.00729166}]"#;

const WEEKS: &str = r#"[{"market":"KRW-BTC","candle_date_time_utc":"2026-11-16T00:00:00","candle_date_time_kst":"2026-11-16T09:00:00","opening_price":144000000.0,"high_price":145500000.0,"low_price":143500000.0,"trade_price":145050000.0,"timestamp":1795144512345,"candle_acc_trade_price":2.3E12,"candle_acc_trade_volume":15900.4,"first_day_of_period":"2026-11-16"}]"#;

fn ask(timeframe: Timeframe, to: Option<Ts>) -> CandleQuery {
    CandleQuery {
        market: Market::parse("KRW-BTC").unwrap(),
        timeframe,
        to,
        count: Count::MAX,
    }
}

fn minutes() -> CandleQuery {
    ask(Timeframe::Minute1, None)
}

#[test]
fn a_page_comes_out_oldest_first_with_its_hole() {
    let candles = minutes().parse(MINUTES.as_bytes()).unwrap();
    assert_eq!(
        candles,
        [
            Candle {
                open_time: Ts(1_795_144_320_000),
                open: 144_980_000.0,
                high: 145_000_000.0,
                low: 144_980_000.0,
                close: 145_000_000.0,
                volume: 0.01,
                value: 1_450_000.0,
            },
            Candle {
                open_time: Ts(1_795_144_500_000),
                open: 145_000_000.0,
                high: 145_100_000.0,
                low: 144_900_000.0,
                close: 145_050_000.0,
                volume: 3.53,
                value: 512_345_678.9,
            },
        ]
    );
}

#[test]
fn longer_bars_carry_other_extras() {
    assert_eq!(
        ask(Timeframe::Day1, None)
            .parse(DAYS.as_bytes())
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        ask(Timeframe::Week1, None)
            .parse(WEEKS.as_bytes())
            .unwrap()
            .len(),
        1
    );
    assert_eq!(minutes().parse(b"[]"), Ok(vec![]));
}

#[test]
fn every_complaint_names_its_row_and_field() {
    for (find, put, message) in [
        (
            r#""high_price":145000000.0,"#,
            "",
            "row 1 has no high_price",
        ),
        (
            r#""low_price":144980000.0"#,
            r#""low_price":"144980000.0""#,
            "row 1: low_price is a text, not a number",
        ),
        (
            r#""trade_price":145050000.0"#,
            r#""trade_price":null"#,
            "row 0: trade_price is null, not a number",
        ),
        (
            r#""candle_acc_trade_volume":3.53"#,
            r#""candle_acc_trade_volume":-3.53"#,
            "row 0: candle_acc_trade_volume is -3.53",
        ),
        (
            r#""opening_price":145000000.0"#,
            r#""opening_price":0"#,
            "row 0: opening_price is 0",
        ),
        (
            r#""high_price":1.451E8"#,
            r#""high_price":1.45E8"#,
            "row 0: high 145000000 and low 144900000 do not enclose open 145000000 and close 145050000",
        ),
        (
            "2026-11-20T03:12:00",
            "2026-11-20T03:15:00",
            "row 1 opens at 2026-11-20T03:15:00Z, the row before it at 2026-11-20T03:15:00Z: not newest first",
        ),
        (
            "2026-11-20T03:12:00",
            "2026-11-20T03:16:00",
            "row 1 opens at 2026-11-20T03:16:00Z, the row before it at 2026-11-20T03:15:00Z: not newest first",
        ),
        (
            "2026-11-20T03:12:00",
            "2026-11-20T03:12:30",
            "row 1: no 1m bar opens at 2026-11-20T03:12:30Z",
        ),
        (
            "2026-11-20T03:12:00",
            "yesterday",
            "row 1: candle_date_time_utc \"yesterday\" is not a time",
        ),
        (
            r#""unit":1}]"#,
            r#""unit":3}]"#,
            "row 1: unit is 3, 1 was asked for",
        ),
        (
            r#"[{"market":"KRW-BTC""#,
            r#"[{"market":"KRW-ETH""#,
            "row 0: market is KRW-ETH, KRW-BTC was asked for",
        ),
        (
            r#"[{"market""#,
            r#"[7,{"market""#,
            "row 0 is a number, not a candle",
        ),
    ] {
        let wire = MINUTES.replace('\n', "");
        assert!(wire.contains(find), "{find}");
        let error = minutes()
            .parse(wire.replacen(find, put, 1).as_bytes())
            .unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn what_is_no_page_at_all_is_refused() {
    for (body, starts) in [
        (
            "<html><body>Maintenance</body></html>",
            "the reply is not JSON",
        ),
        (&MINUTES[..MINUTES.len() - 20], "the reply is not JSON"),
        ("", "the reply is not JSON"),
        ("[1e999]", "the reply is not JSON"),
        (
            r#"{"error":{"name":404,"message":"Code not found"}}"#,
            "the reply is an object, not a list",
        ),
        ("null", "the reply is null, not a list"),
    ] {
        let error = minutes().parse(body.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(starts), "{error}");
    }
    let deep = "[".repeat(100_000);
    assert!(matches!(
        minutes().parse(deep.as_bytes()),
        Err(CandleError::NotJson(_))
    ));
}

#[test]
fn more_rows_than_asked_are_refused() {
    let one = CandleQuery {
        count: Count::new(1).unwrap(),
        ..minutes()
    };
    assert_eq!(
        one.parse(MINUTES.as_bytes()),
        Err(CandleError::TooMany { asked: 1, got: 2 })
    );
}

#[test]
fn the_bound_is_exclusive() {
    let at = |ms| ask(Timeframe::Minute1, Some(Ts(ms))).parse(MINUTES.as_bytes());
    assert!(at(1_795_144_500_001).is_ok());
    assert!(matches!(
        at(1_795_144_500_000),
        Err(CandleError::NotBefore { row: 0, .. })
    ));
}

#[test]
fn requests_are_relative_and_encoded() {
    let to = Some(Ts(1_790_812_800_000));
    for (timeframe, to, target) in [
        (
            Timeframe::Minute1,
            to,
            "/candles/minutes/1?market=KRW-BTC&count=200&to=2026-10-01T00%3A00%3A00Z",
        ),
        (
            Timeframe::Hour1,
            None,
            "/candles/minutes/60?market=KRW-BTC&count=200",
        ),
        (
            Timeframe::Hour4,
            None,
            "/candles/minutes/240?market=KRW-BTC&count=200",
        ),
        (
            Timeframe::Day1,
            None,
            "/candles/days?market=KRW-BTC&count=200",
        ),
        (
            Timeframe::Week1,
            None,
            "/candles/weeks?market=KRW-BTC&count=200",
        ),
        (
            Timeframe::Month1,
            None,
            "/candles/months?market=KRW-BTC&count=200",
        ),
        // Half a second past a boundary still includes the bar that opens on it.
        (
            Timeframe::Minute1,
            Some(Ts(1_790_812_800_500)),
            "/candles/minutes/1?market=KRW-BTC&count=200&to=2026-10-01T00%3A00%3A01Z",
        ),
    ] {
        let request = ask(timeframe, to).request();
        assert_eq!(request.target, target);
        assert_eq!(request.method.as_str(), "GET");
        assert!(
            request
                .headers
                .iter()
                .all(|header| !["origin", "cookie", "host"].contains(&header.name))
        );
    }
}

#[test]
fn counts() {
    assert_eq!(
        [1, 200].map(|n| Count::new(n).map(Count::get)),
        [Ok(1), Ok(200)]
    );
    for n in [0, 201, 500, 65_537, u64::MAX] {
        assert!(Count::new(n).is_err(), "{n}");
    }
}

#[test]
fn only_closed_and_settled_windows_are_final() {
    let minute = 60_000;
    let noon = Ts::from_date(2026, 11, 20).0 + 720 * minute;
    let final_at = |timeframe, to: i64, now: i64| ask(timeframe, Some(Ts(to))).is_settled(Ts(now));

    assert!(!ask(Timeframe::Minute1, None).is_settled(Ts(noon)));
    // The newest bar of `to = 12:00` is 11:59, which closes at 12:00.
    assert!(!final_at(Timeframe::Minute1, noon, noon));
    assert!(!final_at(Timeframe::Minute1, noon, noon + minute - 1));
    assert!(final_at(Timeframe::Minute1, noon, noon + minute));
    // A bound inside a bar admits that bar.
    assert!(!final_at(Timeframe::Minute1, noon + 1, noon + minute));
    assert!(final_at(Timeframe::Minute1, noon + 1, noon + 2 * minute));
    // Noon lies inside the day, the week and the month.
    for timeframe in [Timeframe::Day1, Timeframe::Week1, Timeframe::Month1] {
        assert!(!final_at(timeframe, noon, noon + 60 * minute));
    }
    let december = Ts::from_date(2026, 12, 1).0;
    assert!(!final_at(Timeframe::Month1, noon, december));
    assert!(final_at(Timeframe::Month1, noon, december + minute));
    assert!(!final_at(Timeframe::Minute1, 4_102_444_800_000, noon));
    assert!(final_at(Timeframe::Minute1, 0, noon));
}

/// Any change to good bytes: cut, flip, repeat, insert.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let wire = prop_oneof![Just(MINUTES), Just(DAYS), Just(WEEKS)];
    (
        wire,
        proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..12),
    )
        .prop_map(|(wire, edits)| {
            let mut bytes = wire.as_bytes().to_vec();
            for (index, byte, edit) in edits {
                if bytes.is_empty() {
                    break;
                }
                let at = index.index(bytes.len());
                match edit {
                    0 => bytes[at] = byte,
                    1 => bytes.insert(at, byte),
                    2 => bytes.truncate(at),
                    _ => drop(bytes.remove(at)),
                }
            }
            bytes
        })
}

/// Whatever is accepted must be a page a strategy can trust.
fn check(query: &CandleQuery, bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(candles) = query.parse(bytes) {
        prop_assert!(candles.len() <= usize::from(query.count.get()));
        for candle in &candles {
            prop_assert!(candle.low > 0.0 && candle.low <= candle.open.min(candle.close));
            prop_assert!(candle.high.is_finite() && candle.high >= candle.open.max(candle.close));
            prop_assert!(candle.volume >= 0.0 && candle.value >= 0.0);
        }
        prop_assert!(
            candles
                .windows(2)
                .all(|pair| pair[0].open_time < pair[1].open_time)
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn mutated_replies_are_sound_or_refused(bytes in mutated()) {
        for timeframe in Timeframe::ALL {
            check(&ask(timeframe, None), &bytes)?;
        }
    }

    #[test]
    fn arbitrary_bytes_are_sound_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&minutes(), &bytes)?;
    }

    #[test]
    fn every_question_stays_on_its_path(to in any::<i64>(), count in 1_u64..=200, frame in 0_usize..11) {
        let query = CandleQuery { count: Count::new(count).unwrap(), ..ask(Timeframe::ALL[frame], Some(Ts(to / 1_000))) };
        let target = query.request().target;
        prop_assert!(target.starts_with("/candles/"));
        prop_assert!(target.bytes().all(|b| b.is_ascii_alphanumeric() || b"/?=&%-.".contains(&b)), "{}", target);
        let _ = query.is_settled(Ts(to));
    }
}

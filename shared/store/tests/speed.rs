//! How long a million bars take; run with `--release -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

use domain::{Bar, Bars, Symbol, Timeframe, Ts, Venue};
use std::time::Instant;
use store::{SeriesId, parquet};

/// One-minute bars of a market with a tick of 1000, as in won.
fn minutes(count: usize) -> Bars {
    let mut random = domain::random::Random::new(7, 0);
    let mut price = 50_000_000.0_f64;
    let start = Ts::from_date(2022, 1, 1).0;
    let tick = |value: f64| (value / 1000.0).round() * 1000.0;
    let bars = (0..count).map(|row| {
        let open = price;
        let close = tick(open * (1.0 + 0.0005 * random.normal()));
        price = close;
        let reach = |random: &mut domain::random::Random| 1.0 + 0.0003 * random.normal().abs();
        Bar {
            open_time: Ts(start + row as i64 * 60_000),
            open,
            high: tick(open.max(close) * reach(&mut random)).max(open.max(close)),
            low: tick(open.min(close) / reach(&mut random)).min(open.min(close)),
            close,
            volume: (random.uniform() * 1e8).round() / 1e8 * 3.0,
            made_up: false,
        }
    });
    Bars::from_bars(Timeframe::Minute1, bars).unwrap()
}

fn best<T>(name: &str, mut work: impl FnMut() -> T) -> T {
    let mut fastest = f64::MAX;
    let mut last = None;
    for _ in 0..7 {
        let start = Instant::now();
        last = Some(work());
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    println!("{name}: {:.1} ms", fastest * 1e3);
    last.unwrap()
}

#[test]
#[ignore = "a measurement"]
fn a_million_rows() {
    let bars = minutes(1_000_000);
    let id = SeriesId::new(
        Venue::Upbit,
        Symbol::parse("KRW-BTC").unwrap(),
        Timeframe::Minute1,
    );
    let bytes = best("write", || parquet::write(id, &bars).unwrap());
    println!("{} bytes", bytes.len());
    best("sha256", || domain::Digest::of(&bytes));
    best("open", || {
        parquet::foreign::open(&bytes, parquet::Limits::default())
            .unwrap()
            .rows()
    });
    best("table", || {
        parquet::foreign::read(&bytes, parquet::Limits::default()).unwrap()
    });
    for name in ["time", "open", "volume", "made_up"] {
        let file = parquet::foreign::open(&bytes, parquet::Limits::default()).unwrap();
        best(name, || file.read(&[name]).unwrap());
    }
    let back = best("read", || parquet::read(&bytes).unwrap());
    assert_eq!(back.bars, bars);
}

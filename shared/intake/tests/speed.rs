//! How long a million rows take; run with `--release -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

use domain::Ts;
use intake::{Draft, Options, bars, export, inspect};
use std::fmt::Write as _;
use std::time::Instant;

const ROWS: usize = 1_000_000;

/// One-minute bars in won, as our own export and as Binance's archives write them.
fn table(binance: bool) -> Vec<u8> {
    let mut random = domain::random::Random::new(7, 0);
    let mut price = 98_000.0_f64;
    let start = Ts::from_date(2022, 1, 1).0;
    let mut text = String::with_capacity(ROWS * 160);
    if !binance {
        text.push_str("time,open,high,low,close,volume\n");
    }
    for row in 0..ROWS {
        let open = price;
        price = (open * (1.0 + 0.0005 * random.normal()) * 100.0).round() / 100.0;
        let (high, low) = (open.max(price) + 1.25, open.min(price) - 1.5);
        let volume = random.uniform() * 12.0;
        let at = start + row as i64 * 60_000;
        match binance {
            true => writeln!(
                text,
                "{},{open:.8},{high:.8},{low:.8},{price:.8},{volume:.8},{},{:.8},1234,60.10000000,5890000.10000000,0",
                at * 1_000,
                at * 1_000 + 59_999_999,
                volume * price
            ),
            false => writeln!(text, "{},{open},{high},{low},{price},{volume:.8}", Ts(at)),
        }
        .unwrap();
    }
    text.into_bytes()
}

fn best<T>(name: &str, mut work: impl FnMut() -> T) -> T {
    let mut fastest = f64::MAX;
    let mut last = None;
    for _ in 0..5 {
        let start = Instant::now();
        last = Some(work());
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    println!("{name}: {:.1} ms", fastest * 1e3);
    last.unwrap()
}

#[test]
#[ignore = "takes seconds and prints times"]
fn a_million_rows() {
    let now = Ts(1_900_000_000_000);
    let options = Options::default();
    for (name, binance) in [("iso", false), ("binance", true)] {
        let file = table(binance);
        println!("{name}: {} MB", file.len() >> 20);
        let draft = best(&format!("{name} read (with a copy of the file)"), || {
            Draft::read("bars.csv", file.clone(), &options).unwrap()
        });
        best(&format!("{name} inspect"), || {
            inspect(&draft, &options, now)
        });
        let import = best(&format!("{name} bars"), || {
            bars(&draft, &options, &[], now).unwrap()
        });
        assert_eq!(import.bars.len(), ROWS);
        if !binance {
            best("export csv", || export::csv(&import.bars));
        }
    }
}

//! How long a million bars take; run with `--release -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, reason = "a test")]

use domain::{Bar, Bars, Symbol, Timeframe, Ts, Venue};
use std::time::Instant;
use store::{Library, Memory, SeriesId, Write, parquet, ready};
use twox_hash::XxHash64;

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

/// Nanoseconds this thread has run: a busy machine makes the clock on the wall worthless.
fn ran() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text
        .split_whitespace()
        .next()
        .and_then(|text| text.parse::<f64>().ok());
    nanos.unwrap_or_default()
}

fn best<T>(name: &str, mut work: impl FnMut() -> T) -> T {
    let mut fastest = f64::MAX;
    let mut last = None;
    for _ in 0..7 {
        let (start, before) = (Instant::now(), ran());
        last = Some(work());
        let wall = start.elapsed().as_secs_f64() * 1e3;
        let cpu = (ran() - before) / 1e6;
        fastest = fastest.min(if cpu > 0.0 { cpu } else { wall });
    }
    println!("{name}: {fastest:.1} ms of one core");
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
    best("xxh64", || XxHash64::oneshot(0, &bytes));
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

#[test]
#[ignore = "a measurement"]
fn five_series_of_half_a_million_and_a_list_of_two_hundred() {
    let bars = minutes(500_000);
    let disk = Memory::new();
    let (mut library, _) = ready(Library::open(&disk)).unwrap().unwrap();
    let id = |number: usize| {
        let symbol = Symbol::parse(&format!("KRW-C{number}")).unwrap();
        SeriesId::new(Venue::Upbit, symbol, Timeframe::Minute1)
    };
    let now = Ts::from_date(2026, 1, 1);
    best("append 500,000 bars, 12 segments", || {
        let disk = Memory::new();
        let (mut library, _) = ready(Library::open(&disk)).unwrap().unwrap();
        ready(library.append(id(0), &bars, Write::download(now)))
            .unwrap()
            .unwrap()
    });
    for number in 0..5 {
        ready(library.append(id(number), &bars, Write::download(now)))
            .unwrap()
            .unwrap();
    }
    best("load 5 x 500,000", || {
        (0..5)
            .map(|number| {
                ready(library.load(id(number), None))
                    .unwrap()
                    .unwrap()
                    .bars
                    .len()
            })
            .sum::<usize>()
    });
    let tail = bars.slice(499_000..499_500);
    best("append what is there", || {
        ready(library.append(id(0), &tail, Write::download(now)))
            .unwrap()
            .unwrap()
    });
    // Two hundred series of five years of minutes each, as far as a list knows: 60 segments.
    let short = minutes(43_200 * 60).resample(Timeframe::Minute30).unwrap();
    let disk = Memory::new();
    let (mut library, _) = ready(Library::open(&disk)).unwrap().unwrap();
    for number in 0..200 {
        let id = SeriesId {
            timeframe: Timeframe::Minute30,
            ..id(number)
        };
        ready(library.append(id, &short, Write::download(now)))
            .unwrap()
            .unwrap();
    }
    let list = ready(store::Vfs::size(&disk, "MANIFEST.0"))
        .unwrap()
        .unwrap();
    println!("the list has {list} bytes");
    best("open 200 series of 60 segments", || {
        ready(Library::open(&disk))
            .unwrap()
            .unwrap()
            .0
            .series()
            .count()
    });
    best("commit one note", || {
        let id = library.series().next().unwrap().id;
        let note = format!("{}", library.generation());
        ready(library.set_note(id, &note, now)).unwrap().unwrap();
    });
}

//! Real markets beside the repository, where they are: what is missing is what their makers say, and nothing else.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod common;

use common::{NOW, now, open};
use domain::{Bar, Bars, Calendar, Symbol, Timeframe, Ts, Venue};
use std::path::PathBuf;
use store::parquet::foreign::{self, Kind, TimeUnit, Values};
use store::{GapPolicy, Memory, SeriesId, Write, parquet};

fn file(name: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    std::fs::read(folder.join(name)).ok()
}

/// `2017-08-16T00:00:00Z`.
fn moment(text: &str) -> Ts {
    let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().unwrap();
    let day = Ts::from_date(number(0..4), number(5..7) as u32, number(8..10) as u32);
    Ts(day.0 + (number(11..13) * 60 + number(14..16)) * 60_000 + number(17..19) * 1000)
}

/// The bars of a CSV file with the columns timestamp, open, high, low, close, volume.
fn csv(name: &str, timeframe: Timeframe) -> Option<Bars> {
    let text = String::from_utf8(file(name)?).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let value = |cell: usize| cells[cell].parse::<f64>().unwrap();
        Bar {
            open_time: timeframe.open_of(moment(cells[0])),
            open: value(1),
            high: value(2),
            low: value(3),
            close: value(4),
            volume: value(5),
            made_up: false,
        }
    });
    Some(Bars::from_bars(timeframe, rows).unwrap())
}

#[test]
fn gaps_of_real_markets_are_those_their_makers_count() {
    let always = Calendar::AlwaysOpen;
    let sessions = Calendar::ExchangeSessions;
    // Places with a longer step, from the files' own description; the closures of an exchange are none.
    for (name, timeframe, calendar, gaps) in [
        ("btcusd_1d.csv", Timeframe::Day1, always, 8),
        ("btcusdt_1d.csv", Timeframe::Day1, always, 0),
        ("ethusd_1d.csv", Timeframe::Day1, always, 1),
        ("ltcusd_1d.csv", Timeframe::Day1, always, 1),
        ("btcusd_1h.csv", Timeframe::Hour1, always, 0),
        ("btcperp_5m.csv", Timeframe::Minute5, always, 0),
        ("ethbtc_5m.csv", Timeframe::Minute5, always, 0),
        ("xrpeth_5m.csv", Timeframe::Minute5, always, 6),
        ("goog_1d.csv", Timeframe::Day1, sessions, 0),
        ("msft_1d.csv", Timeframe::Day1, sessions, 0),
        ("spx_1d.csv", Timeframe::Day1, sessions, 0),
    ] {
        let Some(bars) = csv(name, timeframe) else {
            return;
        };
        let id = SeriesId::new(Venue::File, Symbol::parse("X").unwrap(), timeframe);
        let (mut library, _) = open(Memory::new());
        now(library.append(id, &bars, Write::file(NOW, name))).unwrap();
        let entry = library.entry(id).unwrap();
        assert_eq!(
            (entry.calendar, entry.coverage.gaps),
            (calendar, gaps),
            "{name}: {:?}",
            entry.coverage.longest
        );
        assert_eq!(
            entry.coverage.expected - entry.coverage.missing,
            bars.len() as u64,
            "{name}"
        );
        assert_eq!(now(library.load(id, None)).unwrap().bars, bars, "{name}");
        let filled = now(library.load_with(id, None, GapPolicy::FillForward)).unwrap();
        assert_eq!(filled.bars.len() as u64, entry.coverage.expected, "{name}");
        if name == "btcusd_1d.csv" {
            // The flash crash of 2017-04-15 is worth a look.
            let crash = bars.iter().position(|bar| bar.low < 1.0).unwrap();
            assert!(store::quality::outliers(&bars).contains(&crash), "{name}");
        }
        assert!(entry.outliers < 20, "{name}: {}", entry.outliers);
    }
}

#[test]
fn a_stranger_s_parquet_holds_what_its_csv_holds_and_zstd_is_refused_by_name() {
    let (Some(bytes), Some(bars)) = (
        file("btcperp_15m.snappy.parquet"),
        csv("btcperp_15m.csv", Timeframe::Minute15),
    ) else {
        return;
    };
    let table = foreign::read(&bytes, parquet::Limits::default()).unwrap();
    assert_eq!(table.rows, bars.len());
    let time = &table.columns[0];
    assert_eq!(time.kind, Kind::Timestamp(TimeUnit::Micros, true));
    let micros: Vec<i64> = bars
        .open_time()
        .iter()
        .map(|millis| millis * 1000)
        .collect();
    assert_eq!(time.values, Values::Int(micros));
    let columns = [
        bars.open(),
        bars.high(),
        bars.low(),
        bars.close(),
        bars.volume(),
    ];
    for (got, wanted) in table.columns.iter().skip(1).zip(columns) {
        assert_eq!(got.values, Values::Float(wanted.to_vec()), "{}", got.name);
    }
    let zstd = file("btcusd_1h.zstd.parquet").unwrap();
    let error = foreign::read(&zstd, parquet::Limits::default()).unwrap_err();
    assert!(error.to_string().contains("zstd"), "{error}");
    // It is still told what the file holds.
    assert!(parquet::read(&bytes).is_err());
}

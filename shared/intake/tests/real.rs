//! Real series, flash crashes and holes included, come in whole; read in place where they are there.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use domain::{Bars, Timeframe, Ts};
use intake::{DefectKind, Draft, Options, bars, export, quality};
use std::path::Path;

const NOW: Ts = Ts(1_900_000_000_000);

fn file(name: &str) -> Option<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    std::fs::read(folder.join(name)).ok()
}

fn import(name: &str) -> Option<intake::Import> {
    let draft = Draft::read(name, file(name)?, &Options::default()).unwrap();
    let import = bars(&draft, &Options::default(), &[], NOW);
    Some(import.unwrap_or_else(|unfit| panic!("{name}: {unfit}")))
}

#[test]
fn every_series_comes_in_whole_and_unchanged() {
    // Rows and lengths as the list of these files says.
    for (name, rows, timeframe) in [
        ("btcusd_1d.csv", 1_318, Timeframe::Day1),
        ("btcusdt_1d.csv", 1_246, Timeframe::Day1),
        ("ethusd_1d.csv", 1_319, Timeframe::Day1),
        ("ltcusd_1d.csv", 925, Timeframe::Day1),
        ("btcusd_1h.csv", 20_111, Timeframe::Hour1),
        ("btcperp_5m.csv", 9_005, Timeframe::Minute5),
        ("btcperp_15m.csv", 3_001, Timeframe::Minute15),
        ("btcperp_15m.snappy.parquet", 3_001, Timeframe::Minute15),
        ("btcperp_1h.csv", 749, Timeframe::Hour1),
        ("ethbtc_5m.csv", 5_760, Timeframe::Minute5),
        ("ltcbtc_5m.csv", 5_760, Timeframe::Minute5),
        ("xrpeth_5m.csv", 706, Timeframe::Minute5),
        ("goog_1d.csv", 2_148, Timeframe::Day1),
        ("eurusd_1h.csv", 5_000, Timeframe::Hour1),
        ("msft_1d.csv", 5_583, Timeframe::Day1),
        ("spx_1d.csv", 5_583, Timeframe::Day1),
    ] {
        let Some(import) = import(name) else {
            continue;
        };
        assert_eq!(
            (import.bars.len(), import.bars.timeframe()),
            (rows, timeframe),
            "{name}"
        );
        assert!(import.mended.is_empty());
        if name.ends_with(".csv") {
            let text = String::from_utf8(file(name).unwrap()).unwrap();
            assert_same(&text, &import.bars);
        }
        let again = Draft::read(name, export::csv(&import.bars), &Options::default()).unwrap();
        assert_eq!(
            bars(&again, &Options::default(), &[], NOW).unwrap().bars,
            import.bars,
            "{name}"
        );
    }
}

/// Every value equals the standard library's reading of the cell.
fn assert_same(text: &str, bars: &Bars) {
    for (line, bar) in text.lines().skip(1).zip(bars.iter()) {
        let mut cells = line.split(',');
        assert_eq!(
            domain::moment::parse(cells.next().unwrap()),
            Some(bar.open_time)
        );
        let numbers: Vec<f64> = cells.map(|cell| cell.parse().unwrap()).collect();
        assert_eq!(
            numbers,
            [bar.open, bar.high, bar.low, bar.close, bar.volume],
            "{line}"
        );
    }
}

#[test]
fn parquet_and_csv_of_one_table_are_the_same_bars() {
    let (Some(csv), Some(parquet)) = (
        import("btcperp_15m.csv"),
        import("btcperp_15m.snappy.parquet"),
    ) else {
        return;
    };
    assert_eq!(csv.bars, parquet.bars);
}

#[test]
fn a_codec_that_isn_t_read_is_named() {
    if let Some(bytes) = file("btcusd_1h.zstd.parquet") {
        let said = Draft::read("x.parquet", bytes, &Options::default())
            .unwrap_err()
            .to_string();
        assert!(said.to_lowercase().contains("zstd"), "{said}");
    }
}

#[test]
fn holes_and_crashes_are_found_where_the_list_says_and_stop_nothing() {
    for (name, gaps, missing_in_longest) in [
        ("xrpeth_5m.csv", 6, 1),
        ("btcusd_1d.csv", 8, 20),
        ("ethusd_1d.csv", 1, 12),
        ("ltcusd_1d.csv", 1, 12),
    ] {
        let Some(import) = import(name) else {
            continue;
        };
        assert_eq!(import.findings.count(DefectKind::Gap), gaps, "{name}");
        let quality = quality(&import.bars, import.calendar);
        assert_eq!(
            (quality.gaps, quality.longest_gap),
            (gaps, missing_in_longest),
            "{name}"
        );
    }
    for (name, day, low) in [
        ("btcusd_1d.csv", "2017-04-15", "0.06"),
        ("ethusd_1d.csv", "2017-06-21", "0.1"),
    ] {
        let Some(import) = import(name) else {
            continue;
        };
        let wicks = import.findings.of(DefectKind::Wick).unwrap();
        let row = import
            .bars
            .iter()
            .position(|bar| bar.open_time.to_string().starts_with(day))
            .unwrap();
        assert!(
            wicks
                .first
                .iter()
                .any(|wick| wick.row as usize == row + 2 && wick.value == low),
            "{name}: {wicks:?}"
        );
    }
    if let Some(import) = import("btcusd_1h.csv") {
        assert_eq!(quality(&import.bars, import.calendar).zero_volume, 28);
    }
    // Weekends and holidays of an exchange are no holes.
    for name in ["goog_1d.csv", "msft_1d.csv", "spx_1d.csv"] {
        if let Some(import) = import(name) {
            assert_eq!(
                import.findings.count(DefectKind::Gap),
                0,
                "{name}: {:?}",
                import.findings.of(DefectKind::Gap)
            );
        }
    }
}

#[test]
fn a_table_of_closes_is_no_series_of_bars() {
    let Some(bytes) = file("stock_closes_1d.csv") else {
        return;
    };
    let draft = Draft::read("stock_closes_1d.csv", bytes, &Options::default()).unwrap();
    let unfit = bars(&draft, &Options::default(), &[], NOW).unwrap_err();
    assert_eq!(unfit.findings.count(DefectKind::MissingColumn), 4);
}

#[test]
fn five_minutes_add_up_to_the_given_quarters_and_hours() {
    for (name, timeframe, per) in [
        ("btcperp_15m.csv", Timeframe::Minute15, 3),
        ("btcperp_1h.csv", Timeframe::Hour1, 12),
    ] {
        let (Some(short), Some(given)) = (import("btcperp_5m.csv"), import(name)) else {
            return;
        };
        let made = short.bars.resample(timeframe).unwrap();
        let mut compared = 0;
        for bar in given.bars.iter() {
            let span = domain::Span {
                start: bar.open_time,
                end: timeframe.close_of(bar.open_time),
            };
            if short.bars.rows_in(span).len() < per {
                continue;
            }
            let row = made.rows_in(span).start;
            let got = made.get(row).unwrap();
            assert_eq!(
                [got.open, got.high, got.low, got.close],
                [bar.open, bar.high, bar.low, bar.close],
                "{name} {}",
                bar.open_time
            );
            assert!(
                (got.volume - bar.volume).abs() < 1e-4 * 1.5,
                "{name} {}: {} {}",
                bar.open_time,
                got.volume,
                bar.volume
            );
            compared += 1;
        }
        assert!(compared + 2 >= given.bars.len(), "{name}: {compared}");
    }
}

//! Files as other programs write them: long zip files, spreadsheets' days, years of two digits, pandas.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(dead_code, reason = "not every test uses every helper")]

mod common;

use common::{HEADER, HOUR, NOW, START, csv, findings, hours, import, kinds};
use domain::zones::Zone;
use domain::{Symbol, Timeframe, Ts, time::DAY_MS};
use intake::{DefectKind, Draft, Options, Place, TimeForm, bars, zip};

/// The hourly rows with another writing of their times.
fn written(write: impl Fn(i64) -> String) -> String {
    let mut rows = hours(50);
    for (index, row) in rows.iter_mut().enumerate() {
        row[0] = write(START + index as i64 * HOUR);
    }
    csv(HEADER, &rows)
}

fn plain() -> domain::Bars {
    import(csv(HEADER, &hours(50)), &Options::default(), &[])
        .unwrap()
        .bars
}

#[test]
fn a_spreadsheets_days_are_told_and_need_a_clock() {
    // Day 45292 is 2024-01-01.
    let days = |digits: usize| {
        written(|time| {
            format!(
                "{:.digits$}",
                45_292.0 + (time - START) as f64 / DAY_MS as f64
            )
        })
    };
    let utc = Options {
        zone: Some(Place::Zone(Zone::Utc)),
        ..Options::default()
    };
    for digits in [10, 5] {
        let draft = Draft::read("bars.csv", days(digits).into_bytes(), &utc).unwrap();
        assert_eq!(draft.preview().taken.time, Some(TimeForm::SheetDays));
        assert_eq!(import(days(digits), &utc, &[]).unwrap().bars, plain());
    }
    let unsaid = findings(days(10), &Options::default());
    assert_eq!(kinds(&unsaid), [(DefectKind::ZoneMissing, 1)]);
    // Prices of that size are no times where no name says so.
    let mut rows = hours(50);
    for row in &mut rows {
        row.remove(0);
        for price in &mut row[..4] {
            *price = (price.parse::<f64>().unwrap() + 45_000.0).to_string();
        }
    }
    let draft = Draft::read("bars.csv", csv("", &rows).into_bytes(), &Options::default()).unwrap();
    assert_ne!(draft.preview().taken.time, Some(TimeForm::SheetDays));
}

#[test]
fn years_of_two_digits_are_read_only_when_somebody_says_the_century() {
    let two = |time: i64| {
        let date = Ts(time).civil();
        (date.year % 100, date.month, date.day, date.hour)
    };
    for (form, text) in [
        (
            TimeForm::ShortYearFirst,
            written(|time| {
                let (year, month, day, hour) = two(time);
                format!("{year:02}-{month:02}-{day:02} {hour:02}:00")
            }),
        ),
        (
            TimeForm::ShortDayFirst,
            written(|time| {
                let (year, month, day, hour) = two(time);
                format!("{day:02}/{month:02}/{year:02} {hour:02}:00")
            }),
        ),
        (
            TimeForm::ShortMonthFirst,
            written(|time| {
                let (year, month, day, hour) = two(time);
                format!("{month}/{day}/{year:02} {hour}:00")
            }),
        ),
    ] {
        let said = Options {
            time: Some(form),
            zone: Some(Place::Zone(Zone::Utc)),
            ..Options::default()
        };
        assert_eq!(
            import(text.clone(), &said, &[]).unwrap().bars,
            plain(),
            "{form:?}"
        );
        assert!(import(text, &Options::default(), &[]).is_err(), "{form:?}");
    }
}

/// A zip with one stored file whose every number stands in its long place.
fn long_zip(name: &str, text: &[u8]) -> Vec<u8> {
    let (size, sum) = (text.len() as u64, crc32fast::hash(text));
    let facts = |out: &mut Vec<u8>, extra: usize| {
        out.extend(45_u16.to_le_bytes());
        out.extend([0; 8]);
        out.extend(sum.to_le_bytes());
        out.extend([0xff; 8]);
        out.extend((name.len() as u16).to_le_bytes());
        out.extend((extra as u16).to_le_bytes());
    };
    let mut out = b"PK\x03\x04".to_vec();
    facts(&mut out, 20);
    out.extend(name.as_bytes());
    out.extend([1, 0, 16, 0]);
    out.extend([size.to_le_bytes(), size.to_le_bytes()].concat());
    out.extend(text);
    let directory = out.len() as u64;
    out.extend(b"PK\x01\x02");
    out.extend(45_u16.to_le_bytes());
    // Another program's field stands before the long numbers.
    facts(&mut out, 6 + 28);
    out.extend([0; 10]);
    out.extend([0xff; 4]);
    out.extend(name.as_bytes());
    out.extend([0x99, 0x99, 2, 0, 7, 7, 1, 0, 24, 0]);
    out.extend([size.to_le_bytes(), size.to_le_bytes(), 0_u64.to_le_bytes()].concat());
    let end = out.len() as u64;
    out.extend(b"PK\x06\x06");
    out.extend(44_u64.to_le_bytes());
    out.extend([45, 0, 45, 0]);
    out.extend([0; 8]);
    for number in [1, 1, end - directory, directory] {
        out.extend(u64::to_le_bytes(number));
    }
    out.extend(b"PK\x06\x07");
    out.extend([0; 4]);
    out.extend(end.to_le_bytes());
    out.extend(1_u32.to_le_bytes());
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend([0xff; 12]);
    out.extend([0; 2]);
    out
}

#[test]
fn a_zip_with_long_numbers_is_read_and_its_lies_are_refused() {
    let text = csv(HEADER, &hours(50));
    let long = long_zip("BTCUSDT-1h-2024-01.csv", text.as_bytes());
    let listed = zip::entries(&long).unwrap();
    assert_eq!((listed.len(), listed[0].bytes), (1, text.len() as u64));
    let draft = Draft::read("x.zip", long.clone(), &Options::default()).unwrap();
    assert_eq!(
        bars(&draft, &Options::default(), &[], NOW).unwrap().bars,
        plain()
    );
    // Every byte of what stands after the file changed: read as it was, or refused.
    let after = long.len() - 200;
    for at in after..long.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut other = long.clone();
            other[at] ^= change;
            if let Ok(draft) = Draft::read("x.zip", other, &Options::default()) {
                let read = bars(&draft, &Options::default(), &[], NOW).unwrap().bars;
                assert_eq!(read, plain(), "byte {at}");
            }
        }
    }
}

#[test]
fn pandas_files_of_candles_are_bars_by_koreas_clock() {
    for (name, timeframe, step) in [
        ("KRW-BTC_day.parquet", Timeframe::Day1, DAY_MS),
        ("KRW-BTC_minute240.parquet", Timeframe::Hour4, 4 * HOUR),
    ] {
        let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).unwrap();
        let draft = Draft::read(name, bytes, &Options::default()).unwrap();
        let taken = draft.preview().taken.clone();
        assert_eq!(taken.symbol, Symbol::parse("KRW-BTC").ok());
        assert_eq!(taken.zone, Some(Place::Zone(Zone::Seoul)));
        let import = bars(&draft, &taken, &[], NOW).unwrap();
        assert!(
            import.findings.kinds.is_empty(),
            "{}",
            import.findings.sentence()
        );
        let read = import.bars;
        assert_eq!((read.len(), read.timeframe()), (60, timeframe));
        for (row, bar) in read.iter().enumerate() {
            let price = |row: usize| 1_000.5 + (row % 60 % 13) as f64;
            let (open, close) = (price(row), price(row + 1));
            // Nine in the morning in Seoul is midnight UTC.
            assert_eq!(bar.open_time, Ts(START + row as i64 * step));
            assert_eq!([bar.open, bar.close], [open, close]);
            assert_eq!(
                [bar.high, bar.low],
                [open.max(close) + 2.0, open.min(close) - 2.0]
            );
            assert_eq!(bar.volume, 10.0 + (row % 5) as f64 * 0.25);
        }
    }
}

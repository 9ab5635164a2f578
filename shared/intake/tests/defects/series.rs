//! Defects that only the whole series shows: other markets, holes, stretches that stand still, prices that stand out.

use crate::common::{HEADER, NOW, csv, findings, hours, import};
use crate::{ROWS, Rows, lines, only, placements};
use domain::Symbol;
use intake::{DefectKind, Draft, Findings, Options, inspect};

#[test]
fn other_markets() {
    for places in placements() {
        let rows: Rows = hours(ROWS)
            .into_iter()
            .enumerate()
            .map(|(index, mut row)| {
                row.push(if places.contains(&index) {
                    "KRW-ETH".into()
                } else {
                    "KRW-BTC".into()
                });
                row
            })
            .collect();
        let found = findings(csv(&format!("{HEADER},market"), &rows), &Options::default());
        only(&found, DefectKind::OtherSymbol, &lines(&places));
        let first = &found.of(DefectKind::OtherSymbol).unwrap().first[0];
        assert_eq!(
            (first.column.as_str(), first.value.as_str()),
            ("market", "KRW-ETH")
        );
    }
}

#[test]
fn a_market_named_otherwise_throughout() {
    let read = |file: &str, market: Option<&str>, chosen: &str| {
        let rows: Rows = hours(ROWS)
            .into_iter()
            .map(|mut row| {
                row.extend(market.map(str::to_owned));
                row
            })
            .collect();
        let header = match market {
            Some(_) => format!("{HEADER},symbol"),
            None => HEADER.to_owned(),
        };
        let options = Options {
            symbol: Some(Symbol::parse(chosen).unwrap()),
            ..Options::default()
        };
        let draft = Draft::read(file, csv(&header, &rows).into(), &options).unwrap();
        inspect(&draft, &options, NOW)
    };
    let said = |found: &Findings| {
        assert!(found.fit(), "{}", found.sentence());
        found
            .of(DefectKind::MarketNamedOtherwise)
            .map(|found| found.sentence())
    };
    let column = read("bars.csv", Some("KRW-ETH"), "KRW-BTC");
    let expected = "Named as another market in row 2, symbol \"KRW-ETH\": expected KRW-BTC";
    assert_eq!(said(&column).as_deref(), Some(expected));
    let binance = read("ETHUSDT-1h-2024-01.csv", None, "BTCUSDT");
    let expected = "Named as another market \"ETHUSDT\": expected BTCUSDT";
    assert_eq!(said(&binance).as_deref(), Some(expected));
    let trading_view = read("UPBIT_ETHKRW, 60.csv", None, "KRW-BTC");
    let expected = "Named as another market \"KRW-ETH\": expected KRW-BTC";
    assert_eq!(said(&trading_view).as_deref(), Some(expected));
    // Rows are believed before the name, and one market may be written in several ways.
    for (file, market, chosen) in [
        ("ETHUSDT-1h.csv", Some("BTCUSDT"), "BTCUSDT"),
        ("UPBIT_BTCKRW, 60.csv", None, "KRW-BTC"),
        ("bars.csv", Some("UPBIT:BTCKRW"), "KRW-BTC"),
        ("bars.csv", None, "KRW-BTC"),
    ] {
        assert_eq!(said(&read(file, market, chosen)), None, "{file} {market:?}");
    }
}

#[test]
fn holes() {
    for place in [1, 60, ROWS - 2] {
        let mut rows = hours(ROWS);
        rows.remove(place);
        let found = findings(csv(HEADER, &rows), &Options::default());
        only(&found, DefectKind::Gap, &lines(&[place]));
        let gap = &found.of(DefectKind::Gap).unwrap().first[0];
        assert!(gap.right.en.starts_with("1 bar from "), "{}", gap.right.en);
    }
    // Every second bar of a stretch is missing: twelve holes, one stretch.
    let rows: Rows = hours(ROWS)
        .into_iter()
        .enumerate()
        .filter(|(index, _)| !(40..64).contains(index) || index % 2 == 0)
        .map(|(_, row)| row)
        .collect();
    let found = findings(csv(HEADER, &rows), &Options::default());
    assert_eq!(found.count(DefectKind::Gap), 12);
    only(&found, DefectKind::GapRun, &lines(&[41]));
}

#[test]
fn stretches_that_stand_still() {
    for place in [0, 50, ROWS - 25] {
        let mut rows = hours(ROWS);
        for row in &mut rows[place..place + 25] {
            for cell in &mut row[1..5] {
                *cell = "1005".into();
            }
        }
        only(
            &findings(csv(HEADER, &rows), &Options::default()),
            DefectKind::FlatRun,
            &lines(&[place]),
        );

        let mut rows = hours(ROWS);
        for row in &mut rows[place..place + 6] {
            row[5] = "0".into();
        }
        only(
            &findings(csv(HEADER, &rows), &Options::default()),
            DefectKind::ZeroVolumeRun,
            &lines(&[place]),
        );
    }
}

fn times_ten(row: &mut [String], factor: f64) {
    for cell in &mut row[1..5] {
        *cell = (cell.parse::<f64>().unwrap() * factor).to_string();
    }
}

#[test]
fn prices_that_stand_out() {
    let judge = |rows: &Rows| findings(csv(HEADER, rows), &Options::default());
    for factor in [10.0, 100.0, 1_000.0, 0.1, 0.01, 0.001] {
        for (first, last) in [(0, 0), (50, 50), (50, 53), (ROWS - 1, ROWS - 1)] {
            let mut rows = hours(ROWS);
            rows[first..=last]
                .iter_mut()
                .for_each(|row| times_ten(row, factor));
            let found = judge(&rows);
            only(&found, DefectKind::UnitSlip, &lines(&[first]));
            assert!(found.fit(), "an outlier never stops");
        }
    }
    for place in [5, 60, ROWS - 3] {
        let mut rows = hours(ROWS);
        times_ten(&mut rows[place], 1.6);
        only(&judge(&rows), DefectKind::Spike, &lines(&[place]));

        let mut rows = hours(ROWS);
        rows[place..].iter_mut().for_each(|row| times_ten(row, 0.5));
        only(&judge(&rows), DefectKind::SplitLike, &lines(&[place]));

        let mut rows = hours(ROWS);
        rows[place..]
            .iter_mut()
            .for_each(|row| times_ten(row, 1.75));
        only(&judge(&rows), DefectKind::Jump, &lines(&[place]));

        let mut rows = hours(ROWS);
        rows[place][3] = "100".into();
        only(&judge(&rows), DefectKind::Wick, &lines(&[place]));
        assert_eq!(
            import(csv(HEADER, &rows), &Options::default(), &[])
                .unwrap()
                .bars
                .len(),
            ROWS
        );
    }
}

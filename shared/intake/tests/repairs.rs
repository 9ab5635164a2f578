//! Nothing changes that no repair asked for; what repairs do is counted, and taken back by leaving them out.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(dead_code, reason = "not every test uses every helper")]

mod common;

use common::{HEADER, HOUR, NOW, START, csv, fit, hours, import, read};
use domain::{Bars, Ts};
use intake::{DefectKind, Options, Repair, bars, inspect};
use proptest::prelude::*;

const ROWS: usize = 60;

fn none() -> Options {
    Options::default()
}

fn clean() -> Bars {
    fit(csv(HEADER, &hours(ROWS)), &none(), &[]).bars
}

/// The bars without some rows.
fn without(rows: &[usize]) -> Bars {
    let bars = clean();
    let kept = bars
        .iter()
        .enumerate()
        .filter(|(row, _)| !rows.contains(row))
        .map(|(_, bar)| bar);
    Bars::from_bars(bars.timeframe(), kept).unwrap()
}

/// Spoils a row, asks for a repair, and compares; without the repair there are no bars.
fn mends(repair: Repair, places: &[usize], expected: &Bars, spoil: impl Fn(&mut Vec<Vec<String>>)) {
    let mut rows = hours(ROWS);
    spoil(&mut rows);
    let text = csv(HEADER, &rows);
    assert!(import(text.clone(), &none(), &[]).is_err(), "{repair:?}");
    let import = fit(text, &none(), &[repair]);
    assert_eq!(&import.bars, expected, "{repair:?}");
    let mended = &import.mended[0];
    let lines: Vec<u32> = places.iter().map(|place| *place as u32 + 2).collect();
    assert_eq!(
        (import.mended.len(), mended.repair, mended.count),
        (1, repair, places.len() as u32)
    );
    assert_eq!(mended.rows, lines, "{repair:?}");
}

#[test]
fn each_repair_does_what_it_says_and_no_more() {
    mends(Repair::DropNotes, &[7, 31], &clean(), |rows| {
        rows.insert(7, vec!["# a remark".into()]);
        rows.insert(31, HEADER.split(',').map(str::to_owned).collect());
    });
    mends(Repair::CutLongRows, &[7], &clean(), |rows| {
        rows[7].push("extra".into())
    });
    mends(Repair::StripCurrency, &[7], &clean(), |rows| {
        rows[7][1] = format!("${}", rows[7][1])
    });
    mends(Repair::DropBadRows, &[7, 8], &without(&[7, 8]), |rows| {
        rows[7][1] = "x".into();
        rows[8][5] = "-1".into();
    });
    mends(Repair::SwapHighLow, &[7], &clean(), |rows| {
        rows[7].swap(2, 3)
    });
    mends(Repair::Sort, &[8], &clean(), |rows| rows.swap(7, 8));
    mends(
        Repair::Sort,
        &(0..ROWS)
            .rev()
            .collect::<Vec<_>>()
            .iter()
            .rev()
            .copied()
            .collect::<Vec<_>>(),
        &clean(),
        |rows| rows.reverse(),
    );
    mends(Repair::KeepFirst, &[8], &clean(), |rows| {
        let mut again = rows[7].clone();
        again[5] = "77".into();
        rows.insert(8, again);
    });
    mends(Repair::KeepLast, &[7], &clean(), |rows| {
        let mut before = rows[7].clone();
        before[5] = "77".into();
        rows.insert(7, before);
    });
    mends(Repair::SnapToGrid, &[7], &clean(), |rows| {
        rows[7][0].replace_range(14..16, "59")
    });
    mends(Repair::DropOffGrid, &[7], &without(&[7]), |rows| {
        rows[7][0].replace_range(14..16, "59")
    });
    mends(
        Repair::DropPartialLast,
        &[ROWS - 1],
        &without(&[ROWS - 1]),
        |rows| rows[ROWS - 1][0].replace_range(14..16, "59"),
    );
    let minutes = |rows: &mut Vec<Vec<String>>| {
        let inside: Vec<Vec<String>> = (1..6)
            .map(|minute| {
                let mut row = rows[30].clone();
                row[0] = Ts(START + 30 * HOUR + minute * 60_000).to_string();
                row
            })
            .collect();
        rows.splice(31..31, inside);
    };
    mends(
        Repair::DropOtherLengths,
        &(30..36).collect::<Vec<_>>(),
        &without(&[30]),
        minutes,
    );
}

#[test]
fn volume_is_filled_and_prices_enclosed() {
    let mut rows = hours(ROWS);
    rows[7][5].clear();
    let filled = fit(csv(HEADER, &rows), &none(), &[Repair::FillVolume]);
    assert_eq!((filled.bars.volume()[7], filled.mended[0].count), (0.0, 1));
    assert_eq!(filled.bars.close(), clean().close());

    let rows: Vec<Vec<String>> = hours(ROWS)
        .into_iter()
        .map(|mut row| {
            row.pop();
            row
        })
        .collect();
    let filled = fit(
        csv("time,open,high,low,close", &rows),
        &none(),
        &[Repair::FillVolume],
    );
    assert!(filled.bars.volume().iter().all(|volume| *volume == 0.0));
    assert_eq!(filled.mended[0].count, ROWS as u32);

    let mut rows = hours(ROWS);
    // Row 7 opens at 1010.5 and closes at 1004.5.
    rows[7][2] = "1009".into();
    rows[7][3] = "1005".into();
    let enclosed = fit(csv(HEADER, &rows), &none(), &[Repair::Enclose]);
    assert_eq!(
        (enclosed.bars.high()[7], enclosed.bars.low()[7]),
        (1010.5, 1004.5)
    );
}

#[test]
fn bars_that_aren_t_over_are_left_out() {
    let draft = read(csv(HEADER, &hours(ROWS)), &none());
    let now = Ts(START + (ROWS as i64 - 3) * HOUR + 1);
    let asked = [Repair::DropFuture, Repair::DropUnfinished];
    let import = bars(&draft, &none(), &asked, now).unwrap();
    assert_eq!(import.bars, without(&[ROWS - 3, ROWS - 2, ROWS - 1]));
    assert_eq!(
        import
            .mended
            .iter()
            .map(|mended| mended.count)
            .collect::<Vec<_>>(),
        [2, 1]
    );
}

#[test]
fn units_and_markets_are_told_apart() {
    let mut rows = hours(ROWS);
    for (index, row) in rows.iter_mut().enumerate() {
        let ms = START + index as i64 * HOUR;
        row[0] = if index > 50 {
            (ms * 1_000).to_string()
        } else {
            ms.to_string()
        };
    }
    let import = fit(csv(HEADER, &rows), &none(), &[Repair::UnitOfEachTime]);
    assert_eq!((import.bars, import.mended[0].count), (clean(), 9));

    let mut rows: Vec<Vec<String>> = hours(ROWS)
        .into_iter()
        .map(|mut row| {
            row.push("BTC/USDT".into());
            row
        })
        .collect();
    let mut other = rows[7].clone();
    other[6] = "ETH/USDT".into();
    rows.insert(7, other);
    let import = fit(
        csv(&format!("{HEADER},pair"), &rows),
        &none(),
        &[Repair::DropOtherSymbols],
    );
    assert_eq!(
        (import.bars, import.mended[0].rows.as_slice()),
        (clean(), &[9][..])
    );
    assert_eq!(import.symbol.unwrap().as_str(), "BTC-USDT");
}

#[test]
fn the_suggested_repairs_of_a_broken_file_make_it_bars_and_leaving_them_out_takes_them_back() {
    let mut rows = hours(ROWS);
    rows[3][1] = "x".into();
    rows[9].swap(2, 3);
    rows.swap(20, 21);
    rows.push(vec!["Total".into()]);
    let draft = read(csv(HEADER, &rows), &none());
    let before = inspect(&draft, &none(), NOW);
    let suggested = before.suggested();
    assert_eq!(
        suggested,
        [
            Repair::DropNotes,
            Repair::SwapHighLow,
            Repair::DropBadRows,
            Repair::Sort
        ]
    );
    let import = bars(&draft, &none(), &suggested, NOW).unwrap();
    assert_eq!(import.bars, without(&[3]));
    // The draft was not touched: the same things are found again, and the same bars made.
    assert_eq!(inspect(&draft, &none(), NOW), before);
    assert_eq!(bars(&draft, &none(), &suggested, NOW).unwrap(), import);
    let unfit = bars(&draft, &none(), &suggested[1..], NOW).unwrap_err();
    assert_eq!(
        unfit
            .findings
            .stops()
            .map(|found| found.kind)
            .collect::<Vec<_>>(),
        [DefectKind::NoteLine]
    );
    assert!(
        unfit
            .to_string()
            .contains("Comment or footer in row 62 \"Total\": expected a row"),
        "{unfit}"
    );
}

#[test]
fn one_bar_repaired_is_still_every_other_bar_untouched() {
    let mut rows = hours(ROWS);
    rows[7][5].clear();
    rows[30][2] = "1".into();
    let all = Repair::ALL;
    let text = csv(HEADER, &rows);
    let without_zone: Vec<Repair> = all
        .into_iter()
        .filter(|repair| !matches!(repair, Repair::TakeZone(_)))
        .collect();
    let import = fit(text, &none(), &without_zone);
    for (row, (got, expected)) in import.bars.iter().zip(clean().iter()).enumerate() {
        assert!(got == expected || [7, 30].contains(&row), "row {row}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However a clean file is shuffled, doubled and cut, sorting and keeping one of each gives back the bars.
    #[test]
    fn shuffled_and_doubled_rows_come_back(seed in 0_u64..1_000_000, doubled in 0_usize..20) {
        let mut rows = hours(ROWS);
        let mut random = domain::random::Random::new(seed, 0);
        for _ in 0..doubled {
            let row = rows[(random.uniform() * ROWS as f64) as usize].clone();
            rows.push(row);
        }
        for last in (1..rows.len()).rev() {
            rows.swap(last, (random.uniform() * (last + 1) as f64) as usize);
        }
        let import = import(csv(HEADER, &rows), &none(), &[Repair::Sort, Repair::KeepFirst]).unwrap();
        prop_assert_eq!(import.bars, clean());
    }

    /// Bars come only out of rows that are bars: whatever cell is replaced by whatever, either it stops, or the bars differ in that
    /// cell's row alone.
    #[test]
    fn no_cell_is_edited_in_silence(row in 0_usize..ROWS, column in 0_usize..6, cell in "[0-9.,eE+-]{0,8}|[a-z]{0,3}|NaN| *") {
        let mut rows = hours(ROWS);
        rows[row][column] = cell;
        if let Ok(import) = import(csv(HEADER, &rows), &none(), &[]) {
            prop_assert!(import.mended.is_empty());
            prop_assert_eq!(import.bars.len(), ROWS);
            for (index, (got, expected)) in import.bars.iter().zip(clean().iter()).enumerate() {
                prop_assert!(got == expected || index == row);
            }
        }
    }
}

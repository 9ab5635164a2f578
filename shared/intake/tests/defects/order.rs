//! Defects of the order of rows, of their length, and of the end of the data.

use crate::common::{HEADER, HOUR, START, csv, findings, hours, read};
use crate::{ROWS, Rows, lines, only, rows_of};
use domain::{Ts, time::DAY_MS};
use intake::{DefectKind, Options, inspect};

#[test]
fn order_and_repeats() {
    for place in [1, 30, 60, ROWS - 1] {
        let mut rows = hours(ROWS);
        rows.swap(place - 1, place);
        let found = findings(csv(HEADER, &rows), &Options::default());
        only(&found, DefectKind::OutOfOrder, &lines(&[place]));

        let mut rows = hours(ROWS);
        rows.insert(place, rows[place - 1].clone());
        only(
            &findings(csv(HEADER, &rows), &Options::default()),
            DefectKind::SameBarTwice,
            &lines(&[place]),
        );
        rows[place][5] = "99".into();
        only(
            &findings(csv(HEADER, &rows), &Options::default()),
            DefectKind::TwoBarsOneTime,
            &lines(&[place]),
        );
    }
    let mut rows = hours(ROWS);
    rows.reverse();
    only(
        &findings(csv(HEADER, &rows), &Options::default()),
        DefectKind::NewestFirst,
        &[2],
    );
}

#[test]
fn lengths() {
    // One row doesn't tell, nor do rows three quarters of an hour apart.
    for step in [0, 3 * HOUR / 4] {
        let count = if step == 0 { 1 } else { 20 };
        let rows: Rows = (0..count)
            .map(|index| {
                let mut row = crate::common::row(index);
                row[0] = Ts(START + index as i64 * step).to_string();
                row
            })
            .collect();
        only(
            &findings(csv(HEADER, &rows), &Options::default()),
            DefectKind::LengthUnknown,
            &[0],
        );
    }
    let minutes = Options {
        timeframe: Some(domain::Timeframe::Minute1),
        ..Options::default()
    };
    let found = findings(csv(HEADER, &hours(20)), &minutes);
    assert_eq!(found.count(DefectKind::LengthUnknown), 1);
    // Ten one-minute bars amid hours: at the beginning, in the middle, at the end.
    for place in [0, 60, ROWS - 1] {
        let mut rows = hours(ROWS);
        let inside: Rows = (1..11)
            .map(|minute| {
                let mut row = rows[place].clone();
                row[0] = Ts(START + place as i64 * HOUR + minute * 60_000).to_string();
                row
            })
            .collect();
        for (index, row) in inside.into_iter().enumerate() {
            rows.insert(place + 1 + index, row);
        }
        let found = findings(csv(HEADER, &rows), &Options::default());
        let expected: Vec<usize> = (place..=place + 10).collect();
        only(&found, DefectKind::LengthsMixed, &lines(&expected));
    }
    // Days before the hours began.
    let mut rows: Rows = (0..30)
        .map(|index| {
            let mut row = crate::common::row(index);
            row[0] = Ts(START - (30 - index as i64) * DAY_MS).to_string();
            row
        })
        .collect();
    rows.extend(hours(ROWS));
    let found = findings(csv(HEADER, &rows), &Options::default());
    assert_eq!(found.count(DefectKind::LengthsMixed), 30);
}

#[test]
fn the_end_of_the_data() {
    let rows = hours(ROWS);
    let draft = read(csv(HEADER, &rows), &Options::default());
    let at = |now: i64| inspect(&draft, &Options::default(), Ts(now));
    let end = START + ROWS as i64 * HOUR;
    assert!(at(end).fit());
    only(&at(end - 1), DefectKind::BarUnfinished, &lines(&[ROWS - 1]));
    let past = at(end - 3 * HOUR);
    assert_eq!(
        rows_of(&past, DefectKind::TimeInFuture),
        lines(&[ROWS - 2, ROWS - 1])
    );

    let mut partial = rows.clone();
    partial[ROWS - 1][0].replace_range(14..19, "37:12");
    only(
        &findings(csv(HEADER, &partial), &Options::default()),
        DefectKind::LastBarPartial,
        &lines(&[ROWS - 1]),
    );

    let closing = |off: &dyn Fn(usize) -> i64| {
        let rows: Rows = hours(ROWS)
            .into_iter()
            .enumerate()
            .map(|(index, mut row)| {
                row.push(Ts(START + (index as i64 + 1) * HOUR - off(index)).to_string());
                row
            })
            .collect();
        findings(
            csv(&format!("{HEADER},close_time"), &rows),
            &Options::default(),
        )
    };
    assert!(closing(&|_| 0).kinds.is_empty() && closing(&|_| 1_000).kinds.is_empty());
    only(
        &closing(&|index| if index == 40 { 60_000 } else { 0 }),
        DefectKind::CloseTimeWrong,
        &lines(&[40]),
    );
    only(
        &closing(&|index| if index == ROWS - 1 { 60_000 } else { 0 }),
        DefectKind::LastBarPartial,
        &lines(&[ROWS - 1]),
    );
}

//! Defects of the order of rows, of their length, and of the end of the data.

use crate::common::{HEADER, HOUR, NOW, START, csv, findings, hours, read};
use crate::{ROWS, Rows, lines, only, rows_of};
use domain::{Timeframe, Ts, time::DAY_MS};
use intake::{DefectKind, Draft, Options, bars, inspect};

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
        timeframe: Some(Timeframe::Minute1),
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
fn a_name_that_says_another_length_than_the_rows_is_a_hint_that_lost() {
    let named = |name: &str, rows: &Rows| {
        let draft = Draft::read(name, csv(HEADER, rows).into_bytes(), &Options::default()).unwrap();
        // The same file read another way: what was guessed comes back as options, and is no choice.
        let taken = draft.preview().taken.clone();
        assert_eq!(taken.timeframe, None, "nobody has chosen a length");
        let first = inspect(&draft, &Options::default(), NOW);
        assert_eq!(inspect(&draft, &taken, NOW), first);
        let again = draft.again(&taken).unwrap();
        assert_eq!(inspect(&again, &taken, NOW), first);
        (again, taken, first)
    };
    let (_, _, found) = named("KRW-BTC_1h.csv", &hours(ROWS));
    assert!(found.kinds.is_empty(), "name and rows say the same");

    let (draft, taken, found) = named("KRW-BTC_1d.csv", &hours(ROWS));
    only(&found, DefectKind::LengthNamedOtherwise, &[0]);
    assert!(found.fit(), "the rows decide");
    assert_eq!(found.timeframe, Some(Timeframe::Hour1));
    let first = &found.of(DefectKind::LengthNamedOtherwise).unwrap().first[0];
    assert_eq!(
        (first.value.as_str(), first.right.en.as_str()),
        ("1d", "1h")
    );
    let made = bars(&draft, &taken, &[], NOW).unwrap();
    assert_eq!(made.bars.timeframe(), Timeframe::Hour1);
    // Whoever chooses a length has seen the name.
    let chosen = Options {
        timeframe: Some(Timeframe::Hour1),
        ..taken
    };
    assert!(inspect(&draft, &chosen, NOW).kinds.is_empty());

    // One row doesn't tell, so the name does.
    let (_, _, found) = named("KRW-BTC_1h.csv", &hours(1));
    assert!(found.kinds.is_empty(), "{}", found.sentence());
    assert_eq!(found.timeframe, Some(Timeframe::Hour1));

    // Most rows are 45 minutes apart, which is no length, and one is a quarter of an hour: only a name that some rows bear out
    // is taken.
    let sparse: Rows = [0, 45, 90, 135, 150]
        .into_iter()
        .enumerate()
        .map(|(index, minute)| {
            let mut row = crate::common::row(index);
            row[0] = Ts(START + minute * 60_000).to_string();
            row
        })
        .collect();
    let (_, _, found) = named("KRW-BTC_15m.csv", &sparse);
    assert_eq!(found.timeframe, Some(Timeframe::Minute15));
    assert_eq!(found.count(DefectKind::LengthUnknown), 0);
    let (_, _, found) = named("KRW-BTC_5m.csv", &sparse);
    assert_eq!(found.count(DefectKind::LengthUnknown), 1);
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

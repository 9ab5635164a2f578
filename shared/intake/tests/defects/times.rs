//! Defects of times: where they lie, how they are written and by whose clock.

use crate::common::{HEADER, HOUR, START, csv, findings, hours, import, read};
use crate::{ROWS, Rows, each, lines, only, placements, utc};
use domain::zones::Zone;
use domain::{Ts, time::DAY_MS};
use intake::{DefectKind, Options, Place, TimeForm};

#[test]
fn times() {
    each(DefectKind::TimeUnreadable, "time", "2024-02-30", |row| {
        row[0] = "2024-02-30T00:00:00Z".into()
    });
    each(DefectKind::TimeUnreadable, "time", "25:00", |row| {
        row[0].replace_range(11..16, "25:00")
    });
    each(DefectKind::TimeImpossible, "time", "1066", |row| {
        row[0].replace_range(..4, "1066")
    });
}

#[test]
fn times_between_two_openings() {
    for place in [0, 1, 60, ROWS - 2] {
        let mut rows = hours(ROWS);
        rows[place][0].replace_range(14..16, "07");
        let found = findings(csv(HEADER, &rows), &Options::default());
        only(&found, DefectKind::OffGrid, &lines(&[place]));
        let right = &found.of(DefectKind::OffGrid).unwrap().first[0].right.en;
        assert_eq!(*right, Ts(START + place as i64 * HOUR).to_string());
    }
}

#[test]
fn day_and_month() {
    let rows: Rows = (0..12)
        .map(|index| {
            let mut row = crate::common::day(index);
            let c = Ts(START + index as i64 * DAY_MS).civil();
            row[0] = format!("{:02}/{:02}/{}", c.month, c.day, c.year);
            row
        })
        .collect();
    let text = csv(HEADER, &rows);
    only(
        &findings(text.clone(), &Options::default()),
        DefectKind::DayMonthUnclear,
        &[2],
    );
    assert_eq!(
        read(text.clone(), &Options::default()).preview().taken.time,
        None
    );
    let month_first = Options {
        time: Some(TimeForm::MonthFirst),
        ..Options::default()
    };
    let bars = import(text, &month_first, &[]).unwrap().bars;
    assert_eq!(bars.span().unwrap().end, Ts(START + 12 * DAY_MS));
}

#[test]
fn units_and_zones_mixed() {
    for places in placements() {
        let mut rows = hours(ROWS);
        for (index, row) in rows.iter_mut().enumerate() {
            let ms = START + index as i64 * HOUR;
            row[0] = match places.contains(&index) {
                true => (ms / 1_000).to_string(),
                false => ms.to_string(),
            };
        }
        let found = findings(csv(HEADER, &rows), &Options::default());
        only(&found, DefectKind::TimeUnitsMixed, &lines(&places));
        let first = &found.of(DefectKind::TimeUnitsMixed).unwrap().first[0];
        assert_eq!(first.right.en, format!("{}000", first.value));
    }
    for place in [1, 60, ROWS - 1] {
        let mut rows = hours(ROWS);
        let at = START + (place as i64 + 9) * HOUR;
        rows[place][0] = Ts(at).to_string().replace('Z', "+09:00");
        let found = findings(csv(HEADER, &rows), &Options::default());
        only(&found, DefectKind::ZonesMixed, &lines(&[place]));
        assert_eq!(
            import(csv(HEADER, &rows), &Options::default(), &[])
                .unwrap()
                .bars
                .len(),
            ROWS
        );
    }
}

#[test]
fn zones_missing() {
    let bare: Rows = hours(20)
        .into_iter()
        .map(|mut row| {
            row[0].pop();
            row
        })
        .collect();
    let found = findings(csv(HEADER, &bare), &Options::default());
    only(&found, DefectKind::ZoneMissing, &[2]);
    assert_eq!(
        findings(csv(HEADER, &bare), &utc()).count(DefectKind::ZoneMissing),
        0
    );
    // A day by Korea's clock.
    let days: Rows = (0..30)
        .map(|index| {
            let mut row = crate::common::day(index);
            row[0].replace_range(11.., "09:00:00");
            row
        })
        .collect();
    let found = findings(csv(HEADER, &days), &Options::default());
    only(&found, DefectKind::DayInKst, &[2]);
    let seoul = Options {
        zone: Some(Place::Zone(Zone::Seoul)),
        ..Options::default()
    };
    assert_eq!(
        import(csv(HEADER, &days), &seoul, &[])
            .unwrap()
            .bars
            .open_time()[0],
        START
    );
}

/// Hourly rows by New York's clock from this moment on.
fn new_york(from: Ts, count: usize) -> Rows {
    let rows = (0..count).map(|index| {
        let mut row = crate::common::row(index);
        let at = from.0 + index as i64 * HOUR;
        row[0] = Ts(at + Zone::NewYork.offset_ms(Ts(at)))
            .to_string()
            .trim_end_matches('Z')
            .to_owned();
        row
    });
    rows.collect()
}

#[test]
fn hours_that_come_twice_or_never() {
    let options = Options {
        zone: Some(Place::Zone(Zone::NewYork)),
        ..Options::default()
    };
    // 2024-11-03: 01:00 comes at 05:00 and at 06:00 UTC.
    let from = Ts(Ts::from_date(2024, 11, 3).0);
    let rows = new_york(from, 24);
    let found = findings(csv(HEADER, &rows), &options);
    only(&found, DefectKind::HourTwice, &[7, 8]);
    let import = crate::common::fit(csv(HEADER, &rows), &options, &[intake::Repair::SecondHour]);
    assert_eq!(
        import.bars.open_time()[5..7],
        [from.0 + 5 * HOUR, from.0 + 6 * HOUR]
    );
    let backwards: Rows = rows.iter().rev().cloned().collect();
    let again = crate::common::fit(
        csv(HEADER, &backwards),
        &options,
        &[intake::Repair::SecondHour, intake::Repair::Sort],
    );
    assert_eq!(again.bars, import.bars);
    // 2024-03-10: 02:00 never was.
    let mut rows = new_york(Ts::from_date(2024, 3, 10), 24);
    rows[7][0] = "2024-03-10T02:00:00".into();
    let found = findings(csv(HEADER, &rows), &options);
    only(&found, DefectKind::HourMissing, &[9]);
}

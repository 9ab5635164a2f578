//! Every kind of defect, put into the first row, the last, the middle and many, is found there and nowhere else.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(dead_code, reason = "not every test uses every helper")]

mod common;

use common::{HEADER, HOUR, START, csv, findings, hours, import, read};
use domain::zones::Zone;
use domain::{Ts, time::DAY_MS};
use intake::{DefectKind, Encoding, Findings, NumberForm, Options, Place, Role, TimeForm, inspect};

type Rows = Vec<Vec<String>>;

const ROWS: usize = 120;

/// Where defects are put: first, second, middle, next to last, last, and many at once.
fn placements() -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = [0, 1, 60, ROWS - 2, ROWS - 1].map(|row| vec![row]).to_vec();
    all.push(vec![0, ROWS - 1]);
    all.push((5..ROWS).step_by(11).collect());
    all.push(vec![30, 31, 32]);
    all
}

/// Lines of rows under a header.
fn lines(rows: &[usize]) -> Vec<u32> {
    rows.iter().map(|row| *row as u32 + 2).collect()
}

fn rows_of(found: &Findings, kind: DefectKind) -> Vec<u32> {
    let mut rows: Vec<u32> = found.of(kind).map_or(Vec::new(), |found| {
        found.first.iter().map(|defect| defect.row).collect()
    });
    rows.sort_unstable();
    rows
}

/// Puts a defect into each placement; it must be found in just these rows, with its value and with what would be right, and no other
/// kind that stops may be.
fn each(kind: DefectKind, column: &str, value: &str, spoil: impl Fn(&mut Vec<String>)) {
    for places in placements() {
        let mut rows = hours(ROWS);
        for place in &places {
            spoil(&mut rows[*place]);
        }
        let found = findings(csv(HEADER, &rows), &Options::default());
        assert_eq!(
            rows_of(&found, kind),
            lines(&places),
            "{kind:?} {:?}",
            found.sentence()
        );
        let stops: Vec<DefectKind> = found.stops().map(|found| found.kind).collect();
        assert!(
            stops.iter().all(|stop| *stop == kind),
            "{kind:?} in {places:?}: {}",
            found.sentence()
        );
        for defect in &found.of(kind).unwrap().first {
            assert_eq!(defect.column, column, "{kind:?}");
            assert!(defect.value.contains(value), "{kind:?}: {:?}", defect.value);
            assert!(
                !defect.right.en.is_empty() && !defect.right.ko.is_empty(),
                "{kind:?}"
            );
        }
    }
}

fn only(found: &Findings, kind: DefectKind, rows: &[u32]) {
    assert_eq!(rows_of(found, kind), rows, "{kind:?}: {found:?}");
    let others: Vec<DefectKind> = found
        .stops()
        .map(|found| found.kind)
        .filter(|other| *other != kind)
        .collect();
    assert_eq!(others, [], "{}", found.sentence());
}

fn utc() -> Options {
    Options {
        zone: Some(Place::Ahead(0)),
        ..Options::default()
    }
}

#[test]
fn cells() {
    each(DefectKind::EmptyCell, "open", "", |row| row[1].clear());
    each(DefectKind::EmptyCell, "time", "", |row| row[0].clear());
    each(DefectKind::EmptyCell, "close", "null", |row| {
        row[4] = "null".into()
    });
    each(DefectKind::NotANumber, "high", "12a", |row| {
        row[2] = "12a".into()
    });
    each(DefectKind::NotANumber, "volume", "lots", |row| {
        row[5] = "lots".into()
    });
    each(DefectKind::NanOrInfinity, "low", "NaN", |row| {
        row[3] = "NaN".into()
    });
    each(DefectKind::NanOrInfinity, "close", "inf", |row| {
        row[4] = "-inf".into()
    });
    each(DefectKind::NanOrInfinity, "close", "1e999", |row| {
        row[4] = "1e999".into()
    });
    each(DefectKind::CurrencySign, "open", "₩", |row| {
        row[1] = format!("₩{}", row[1])
    });
    each(DefectKind::CurrencySign, "close", "원", |row| {
        row[4] = format!("{}원", row[4])
    });
    each(DefectKind::PriceNegative, "open", "-", |row| {
        row[1] = format!("-{}", row[1])
    });
    each(DefectKind::PriceZero, "low", "0", |row| {
        row[3] = "0.0".into()
    });
    each(DefectKind::PriceAbsurd, "high", "1e308", |row| {
        row[2] = "1e308".into()
    });
    each(DefectKind::PriceAbsurd, "low", "1e-300", |row| {
        row[3] = "1e-300".into()
    });
    each(DefectKind::VolumeMissing, "volume", "", |row| {
        row[5].clear()
    });
    each(DefectKind::VolumeNegative, "volume", "-3", |row| {
        row[5] = "-3".into()
    });
}

#[test]
fn bars() {
    each(DefectKind::HighBelowLow, "high", "", |row| row.swap(2, 3));
    each(DefectKind::HighTooLow, "high", "", |row| {
        let top = row[1].parse::<f64>().unwrap().max(row[4].parse().unwrap());
        row[2] = (top - 0.25).to_string();
    });
    each(DefectKind::LowTooHigh, "low", "", |row| {
        let bottom = row[1].parse::<f64>().unwrap().min(row[4].parse().unwrap());
        row[3] = (bottom + 0.25).to_string();
    });
}

#[test]
fn lines_that_are_no_rows() {
    each(DefectKind::ShortRow, "", "3 cells", |row| row.truncate(3));
    each(DefectKind::LongRow, "", "8 cells", |row| {
        row.extend(["x".into(), "y".into()])
    });
    each(DefectKind::HeaderAgain, "", "time", |row| {
        *row = HEADER.split(',').map(str::to_owned).collect()
    });
    each(DefectKind::NoteLine, "", "# source", |row| {
        *row = vec!["# source: a friend".into()]
    });
    each(DefectKind::NoteLine, "", "Total", |row| {
        *row = vec![
            "Total".into(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            "x".into(),
        ];
    });
    each(DefectKind::QuoteOpen, "", "", |row| {
        row[5] = format!("\"{}", row[5])
    });
}

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
fn remarks_above_the_table_are_named_too() {
    let text = format!("https://example.com/data\n{}", csv(HEADER, &hours(20)));
    let found = findings(text, &Options::default());
    only(&found, DefectKind::NoteLine, &[1]);
}

#[test]
fn bytes_and_marks() {
    for place in [0, 60, ROWS - 1] {
        let text = csv(
            &format!("{HEADER},note"),
            &hours(ROWS)
                .into_iter()
                .map(|mut row| {
                    row.push("시".into());
                    row
                })
                .collect::<Rows>(),
        );
        let mut bytes = text.clone().into_bytes();
        let line_start = text.match_indices('\n').nth(place).unwrap().0;
        let note = text[line_start..].find('시').unwrap() + line_start;
        bytes[note] = 0xff;
        let found = findings(bytes, &Options::default());
        only(&found, DefectKind::UndecodableBytes, &lines(&[place]));

        let mut rows = hours(ROWS);
        rows[place][0] = format!("\u{feff}{}", rows[place][0]);
        let found = findings(csv(HEADER, &rows), &Options::default());
        only(&found, DefectKind::MarkInside, &lines(&[place]));
        let options = Options::default();
        assert_eq!(
            import(csv(HEADER, &rows), &options, &[])
                .unwrap()
                .bars
                .len(),
            ROWS
        );
    }
    // A wrong choice of encoding is the same defect.
    let korean = Options {
        encoding: Some(Encoding::Cp949),
        ..Options::default()
    };
    let found = findings(csv(&format!("{HEADER},\u{20ac}"), &hours(20)), &korean);
    assert!(found.count(DefectKind::UndecodableBytes) > 0);
}

#[test]
fn columns() {
    for (place, name) in ["time", "open", "high", "low", "close"]
        .into_iter()
        .enumerate()
    {
        let rows: Rows = hours(20)
            .into_iter()
            .map(|mut row| {
                row.remove(place);
                row
            })
            .collect();
        let header: Vec<&str> = HEADER.split(',').filter(|column| *column != name).collect();
        let found = findings(csv(&header.join(","), &rows), &Options::default());
        let missing = found.of(DefectKind::MissingColumn).unwrap();
        assert_eq!((missing.count, missing.first[0].column.as_str()), (1, name));
    }
    let rows: Rows = hours(20)
        .into_iter()
        .map(|mut row| {
            row.push(row[4].clone());
            row
        })
        .collect();
    let found = findings(csv(&format!("{HEADER},Close"), &rows), &Options::default());
    only(&found, DefectKind::ColumnTwice, &[0]);

    let rows: Rows = hours(20)
        .into_iter()
        .map(|mut row| {
            row.pop();
            row
        })
        .collect();
    let found = findings(csv("time,open,high,low,close", &rows), &Options::default());
    only(&found, DefectKind::NoVolumeColumn, &[0]);
}

#[test]
fn volume_that_is_money() {
    let named = csv("time,open,high,low,close,volume usdt", &hours(20));
    let options = Options {
        columns: Some(vec![
            Role::Time,
            Role::Open,
            Role::High,
            Role::Low,
            Role::Close,
            Role::Volume,
        ]),
        ..Options::default()
    };
    only(&findings(named, &options), DefectKind::VolumeInQuote, &[0]);
    // Both volumes, the wrong way round: units × price stands where units should.
    let both = |swap: bool| {
        let rows: Rows = hours(20)
            .into_iter()
            .map(|mut row| {
                let money = row[5].parse::<f64>().unwrap() * row[4].parse::<f64>().unwrap();
                row.push(money.to_string());
                if swap {
                    row.swap(5, 6);
                }
                row
            })
            .collect();
        findings(
            csv(&format!("{HEADER},quote_volume"), &rows),
            &Options::default(),
        )
    };
    only(&both(true), DefectKind::VolumeInQuote, &[0]);
    assert_eq!(both(false).count(DefectKind::VolumeInQuote), 0);
}

#[test]
fn numbers_that_may_be_either() {
    for places in [vec![0], vec![7], vec![19], vec![0, 7, 19]] {
        // Prices around a thousand in whole numbers, but for these rows.
        let rows: Rows = hours(20)
            .into_iter()
            .enumerate()
            .map(|(index, mut row)| {
                for cell in &mut row[1..5] {
                    let value = cell.parse::<f64>().unwrap() as u32 + 10;
                    *cell = value.to_string();
                    if places.contains(&index) {
                        cell.insert(1, ',');
                    }
                }
                row[5] = "7".into();
                row
            })
            .collect();
        let text = rows
            .iter()
            .map(|row| row.join(";"))
            .collect::<Vec<_>>()
            .join("\n");
        let found = findings(
            format!("{}\n{text}\n", HEADER.replace(',', ";")),
            &Options::default(),
        );
        let expected: Vec<u32> = places
            .iter()
            .flat_map(|place| [*place as u32 + 2; 4])
            .collect();
        only(&found, DefectKind::ThousandsUnclear, &expected);
    }
    // Commas before fractions everywhere, but one number with a point before three digits.
    let mut rows: Rows = hours(20)
        .into_iter()
        .map(|row| {
            row.into_iter()
                .enumerate()
                .map(|(at, cell)| {
                    if at == 0 {
                        cell
                    } else {
                        cell.replace('.', ",")
                    }
                })
                .collect()
        })
        .collect();
    for row in &mut rows {
        for cell in &mut row[1..] {
            if !cell.contains(',') {
                cell.push_str(",0");
            }
        }
    }
    rows[7][1] = "1.005".into();
    let text = rows
        .iter()
        .map(|row| row.join(";"))
        .collect::<Vec<_>>()
        .join("\n");
    let text = format!("{}\n{text}\n", HEADER.replace(',', ";"));
    only(
        &findings(text.clone(), &Options::default()),
        DefectKind::DecimalUnclear,
        &[9],
    );
    let chosen = Options {
        numbers: Some(NumberForm::Comma),
        ..Options::default()
    };
    assert_eq!(import(text, &chosen, &[]).unwrap().bars.open()[7], 1_005.0);
}

#[test]
fn day_and_month() {
    let rows: Rows = (0..12)
        .map(|index| {
            let mut row = common::day(index);
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
            let mut row = common::day(index);
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
        let mut row = common::row(index);
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
    let import = common::fit(csv(HEADER, &rows), &options, &[intake::Repair::SecondHour]);
    assert_eq!(
        import.bars.open_time()[5..7],
        [from.0 + 5 * HOUR, from.0 + 6 * HOUR]
    );
    let backwards: Rows = rows.iter().rev().cloned().collect();
    let again = common::fit(
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
    // One row doesn't tell, nor do rows two hours apart.
    for step in [0, 2 * HOUR] {
        let count = if step == 0 { 1 } else { 20 };
        let rows: Rows = (0..count)
            .map(|index| {
                let mut row = common::row(index);
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
            let mut row = common::row(index);
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
fn holes() {
    for place in [1, 60, ROWS - 2] {
        let mut rows = hours(ROWS);
        rows.remove(place);
        let found = findings(csv(HEADER, &rows), &Options::default());
        only(&found, DefectKind::Gap, &lines(&[place]));
        let gap = &found.of(DefectKind::Gap).unwrap().first[0];
        assert!(gap.right.en.starts_with("1 bars from "), "{}", gap.right.en);
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

#[test]
fn every_kind_has_a_test_and_a_clean_file_has_none() {
    let here = include_str!("defects.rs");
    let untested = |kind: &DefectKind| !here.contains(&format!("DefectKind::{kind:?}"));
    let untested: Vec<DefectKind> = DefectKind::ALL.into_iter().filter(untested).collect();
    assert_eq!(untested, []);
    assert!(DefectKind::ALL.len() >= 40);
    let clean = findings(csv(HEADER, &hours(ROWS)), &Options::default());
    assert!(clean.kinds.is_empty() && clean.rows == ROWS as u32);
}

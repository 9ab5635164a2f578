//! Defects of the file as a whole: bytes, marks, columns, and numbers that may be either.

use crate::common::{HEADER, csv, findings, hours, import};
use crate::{ROWS, Rows, lines, only};
use intake::{DefectKind, Encoding, NumberForm, Options, Role};

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

//! Defects of one cell or one row, and lines that are no rows.

use crate::common::{HEADER, csv, findings, hours};
use crate::{each, only};
use intake::{DefectKind, Options};

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
fn remarks_above_the_table_are_named_too() {
    let text = format!("https://example.com/data\n{}", csv(HEADER, &hours(20)));
    let found = findings(text, &Options::default());
    only(&found, DefectKind::NoteLine, &[1]);
}

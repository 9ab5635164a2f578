//! Files of many sources become the same bars.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(dead_code, reason = "not every test uses every helper")]

mod common;

use common::{HEADER, HOUR, NOW, START, csv, findings, hours, import, kinds, read};
use domain::zones::Zone;
use domain::{Symbol, Timeframe, Ts, Venue};
use intake::{
    DefectKind, Draft, Encoding, Format, NumberForm, Options, Place, Repair, Role, TimeForm, bars,
    export,
};

/// The hourly table as bars.
fn plain() -> domain::Bars {
    import(csv(HEADER, &hours(50)), &Options::default(), &[])
        .unwrap()
        .bars
}

#[test]
fn a_plain_table_is_bars_without_a_word() {
    let text = csv(HEADER, &hours(50));
    assert_eq!(kinds(&findings(text, &Options::default())), []);
    let bars = plain();
    assert_eq!((bars.len(), bars.timeframe()), (50, Timeframe::Hour1));
    let first = bars.get(0).unwrap();
    // Row 0 by hand: open 1000.5, close 1007.5, so high 1009.5 and low 998.5.
    assert_eq!(first.open_time, Ts(START));
    assert_eq!(
        [first.open, first.high, first.low, first.close],
        [1000.5, 1009.5, 998.5, 1007.5]
    );
    assert_eq!(first.volume, 10.0);
}

#[test]
fn marks_quotes_headers_and_line_ends_make_no_difference() {
    let rows = hours(50);
    let text = csv(HEADER, &rows);
    let quoted = text
        .replace(',', "\",\"")
        .lines()
        .map(|line| format!("\"{line}\"\r\n"))
        .collect::<String>();
    for other in [
        text.replace(',', ";"),
        text.replace(',', "\t"),
        text.replace(',', "|"),
        quoted,
        text.replace('\n', "\r"),
        format!("\u{feff}{text}"),
        csv("", &rows),
        csv("시각,시가,고가,저가,종가,거래량", &rows),
        csv("Open time,Open,High,Low,Close,Volume", &rows),
        csv("zeit,o,h,l,c,v", &rows),
        format!("\n\n{text}\n\n"),
    ] {
        let import = import(other.clone(), &Options::default(), &[]);
        assert_eq!(import.unwrap().bars, plain(), "{}", &other[..60]);
    }
}

#[test]
fn encodings_make_no_difference() {
    let text = csv("시각,시가,고가,저가,종가,거래량", &hours(50));
    let wide = |unit: fn(u16) -> [u8; 2], mark: &[u8]| {
        let letters = text.encode_utf16().flat_map(unit);
        mark.iter().copied().chain(letters).collect::<Vec<u8>>()
    };
    let korean = encoding_rs::EUC_KR.encode(&text).0.to_vec();
    for (bytes, encoding) in [
        (wide(u16::to_le_bytes, b"\xff\xfe"), Encoding::Utf16Le),
        (wide(u16::to_be_bytes, b"\xfe\xff"), Encoding::Utf16Be),
        (wide(u16::to_le_bytes, b""), Encoding::Utf16Le),
        (korean, Encoding::Cp949),
    ] {
        let draft = Draft::read("a.csv", bytes, &Options::default()).unwrap();
        assert_eq!(draft.preview().taken.encoding, Some(encoding));
        assert_eq!(draft.preview().columns[1].name, "시가");
        assert_eq!(
            bars(&draft, &Options::default(), &[], NOW).unwrap().bars,
            plain()
        );
    }
}

#[test]
fn times_in_every_unit_and_writing_are_the_same_bars() {
    let with = |write: &dyn Fn(i64) -> String| {
        let mut rows = hours(50);
        for (index, row) in rows.iter_mut().enumerate() {
            row[0] = write(START + index as i64 * HOUR);
        }
        csv(HEADER, &rows)
    };
    let iso = |ms: i64| Ts(ms).to_string();
    let clock = |ms: i64| iso(ms).trim_end_matches('Z').replace('T', " ");
    let seoul = |ms: i64| clock(ms + 9 * HOUR);
    let seoul_zone = Options {
        zone: Some(Place::Zone(Zone::Seoul)),
        ..Options::default()
    };
    let utc = Options {
        zone: Some(Place::Ahead(0)),
        ..Options::default()
    };
    let none = Options::default();
    let day_first = |ms: i64| {
        let c = Ts(ms).civil();
        format!(
            "{:02}/{:02}/{} {:02}:{:02}",
            c.day, c.month, c.year, c.hour, c.minute
        )
    };
    let chosen = Options {
        time: Some(TimeForm::DayFirst),
        ..utc.clone()
    };
    for (text, options) in [
        (with(&|ms| (ms / 1_000).to_string()), &none),
        (with(&|ms| ms.to_string()), &none),
        (with(&|ms| (ms * 1_000).to_string()), &none),
        (with(&|ms| (ms * 1_000_000).to_string()), &none),
        (with(&|ms| format!("{}.0", ms / 1_000)), &none),
        (
            with(&|ms| format!("{}+09:00", seoul(ms).replace(' ', "T"))),
            &none,
        ),
        (with(&clock), &utc),
        (with(&seoul), &seoul_zone),
        (
            with(&|ms| clock(ms).replace('-', ".").get(..16).unwrap().to_owned()),
            &utc,
        ),
        (with(&|ms| clock(ms).replace(['-', ':', ' '], "")), &utc),
        (
            with(&|ms| {
                let c = Ts(ms).civil();
                format!("{}년 {}월 {}일 {}시", c.year, c.month, c.day, c.hour)
            }),
            &utc,
        ),
        (with(&day_first), &chosen),
    ] {
        let import = import(text.clone(), options, &[]);
        assert_eq!(import.unwrap().bars, plain(), "{}", &text[..80]);
    }
    // The same with the zone taken as a repair.
    let repaired = import(
        with(&seoul),
        &none,
        &[Repair::TakeZone(Place::Zone(Zone::Seoul))],
    )
    .unwrap();
    assert_eq!(repaired.bars, plain());
    assert_eq!(repaired.mended[0].count, 50);
}

#[test]
fn a_day_above_twelve_tells_day_from_month() {
    let days: Vec<Vec<String>> = (0..40).map(common::day).collect();
    let with = |write: &dyn Fn(domain::time::Civil) -> String| {
        let mut rows = days.clone();
        for (index, row) in rows.iter_mut().enumerate() {
            row[0] = write(Ts(START + index as i64 * domain::time::DAY_MS).civil());
        }
        csv("Date,Open,High,Low,Close,Volume", &rows)
    };
    let expected = import(csv(HEADER, &days), &Options::default(), &[])
        .unwrap()
        .bars;
    assert_eq!(expected.timeframe(), Timeframe::Day1);
    for text in [
        with(&|c| format!("{:02}/{:02}/{}", c.day, c.month, c.year)),
        with(&|c| format!("{}/{}/{}", c.month, c.day, c.year)),
        with(&|c| format!("{:04}{:02}{:02}", c.year, c.month, c.day)),
        with(&|c| format!("{}년 {}월 {}일", c.year, c.month, c.day)),
    ] {
        assert_eq!(
            import(text, &Options::default(), &[]).unwrap().bars,
            expected
        );
    }
}

#[test]
fn date_and_time_may_stand_in_two_columns() {
    let mut rows = hours(50);
    for row in &mut rows {
        let (date, clock) = (row[0][..10].replace('-', "."), row[0][11..16].to_owned());
        row[0] = clock;
        row.insert(0, date);
    }
    let utc = Options {
        zone: Some(Place::Ahead(0)),
        ..Options::default()
    };
    for header in [
        "<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>",
        "일자,시간,시가,고가,저가,종가,거래량",
        "",
    ] {
        assert_eq!(
            import(csv(header, &rows), &utc, &[]).unwrap().bars,
            plain(),
            "{header}"
        );
    }
}

#[test]
fn numbers_of_spreadsheets_are_read() {
    let with = |write: &dyn Fn(f64) -> String, mark: &str| {
        let mut rows = hours(50);
        for row in &mut rows {
            for cell in row.iter_mut().skip(1) {
                *cell = write(cell.parse().unwrap());
            }
        }
        let lines: Vec<String> = rows.iter().map(|row| row.join(mark)).collect();
        format!("{}\n{}\n", HEADER.replace(',', mark), lines.join("\n"))
    };
    let thousands = |value: f64| {
        let text = format!("{value:.2}");
        match text.len() > 6 {
            true => format!("{},{}", &text[..text.len() - 6], &text[text.len() - 6..]),
            false => text,
        }
    };
    let european = |value: f64| {
        thousands(value)
            .replace(',', "_")
            .replace('.', ",")
            .replace('_', ".")
    };
    for text in [
        with(&|value| format!("\"{}\"", thousands(value)), ","),
        with(&thousands, "\t"),
        with(&european, ";"),
        with(&|value| format!("{value:.2}").replace('.', ","), ";"),
        with(&|value| format!("{value:e}"), ","),
        with(&|value| format!(" {value:.8} "), ","),
    ] {
        assert_eq!(
            import(text.clone(), &Options::default(), &[]).unwrap().bars,
            plain(),
            "{}",
            &text[..120]
        );
    }
    let stripped = with(&|value| format!("\"₩{}\"", thousands(value)), ",");
    let stripped = import(
        stripped,
        &Options::default(),
        &[Repair::StripCurrency, Repair::DropBadRows],
    );
    assert!(stripped.is_err() || stripped.unwrap().bars.len() <= 50);
}

#[test]
fn a_comma_that_may_be_either_is_asked_about() {
    let rows: Vec<Vec<String>> = hours(50)
        .into_iter()
        .map(|mut row| {
            for cell in row.iter_mut().skip(1).take(4) {
                *cell = format!("\"1,{:03}\"", cell.parse::<f64>().unwrap() as u32 - 900);
            }
            row[5] = "7".to_owned();
            row
        })
        .collect();
    let text = csv(HEADER, &rows);
    let found = findings(text.clone(), &Options::default());
    assert!(found.count(DefectKind::ThousandsUnclear) > 0 && !found.fit());
    assert_eq!(
        read(text.clone(), &Options::default())
            .preview()
            .taken
            .numbers,
        None
    );
    let choose = |form| Options {
        numbers: Some(form),
        ..Options::default()
    };
    let thousands = import(text.clone(), &choose(NumberForm::Point), &[])
        .unwrap()
        .bars;
    let fractions = import(text, &choose(NumberForm::Comma), &[]).unwrap().bars;
    // Open 1000.5 less 900 and after the comma: 1,100.
    assert!(thousands.open()[0] == 1_100.0 && fractions.open()[0] == 1.1);
}

#[test]
fn binance_archives_have_no_header_and_microseconds() {
    let lines: String = (0..30)
        .map(|index| {
            let open = (START + index * HOUR) * 1_000;
            format!("{open},98000.01,98120.5,97950.0,98055.55,123.456,{},12100000.12,45678,60.1,5890000.1,0\n", open + HOUR * 1_000 - 1)
        })
        .collect();
    let draft = Draft::read(
        "BTCUSDT-1h-2025-01.csv",
        lines.into_bytes(),
        &Options::default(),
    )
    .unwrap();
    let taken = &draft.preview().taken;
    assert_eq!(
        (taken.time, taken.header),
        (Some(TimeForm::Micros), Some(false))
    );
    let import = bars(&draft, &Options::default(), &[], NOW).unwrap();
    assert_eq!(
        (import.venue, import.symbol),
        (Venue::Binance, Symbol::parse("BTCUSDT").ok())
    );
    assert_eq!(
        (import.bars.len(), import.bars.timeframe()),
        (30, Timeframe::Hour1)
    );
    assert_eq!(
        kinds(&import.findings),
        [(DefectKind::FlatRun, 0)]
            .into_iter()
            .filter(|kind| kind.1 > 0)
            .collect::<Vec<_>>()
    );
    assert_eq!(draft.preview().columns[6].role, Role::CloseTime);
}

#[test]
fn upbits_json_and_csv_and_pyupbits_table_are_told_apart() {
    let json: Vec<String> = (0..30)
        .rev()
        .map(|index| {
            let at = Ts(START + index * HOUR).to_string();
            let kst = Ts(START + (index + 9) * HOUR).to_string();
            format!(
                "{{\"market\":\"KRW-BTC\",\"candle_date_time_utc\":\"{}\",\"candle_date_time_kst\":\"{}\",\"opening_price\":1.45E8,\"high_price\":145100000.0,\"low_price\":144900000.0,\"trade_price\":{},\"timestamp\":1795144512345,\"candle_acc_trade_price\":512345678.9,\"candle_acc_trade_volume\":3.53,\"unit\":60}}",
                at.trim_end_matches('Z'), kst.trim_end_matches('Z'), 145_000_000 + index
            )
        })
        .collect();
    let json = format!("[{}]", json.join(","));
    let draft = Draft::read("candles.json", json.into_bytes(), &Options::default()).unwrap();
    assert_eq!(draft.preview().format, Format::Json);
    assert_eq!(draft.preview().taken.zone, Some(Place::Zone(Zone::Utc)));
    let import = bars(&draft, &Options::default(), &[Repair::Sort], NOW).unwrap();
    assert_eq!(import.symbol, Symbol::parse("KRW-BTC").ok());
    assert_eq!(import.bars.open_time()[0], START);
    assert_eq!(import.bars.close()[29], 145_000_029.0);

    let pyupbit: String = (0..30)
        .map(|index| {
            let at = Ts(START + (index + 9) * HOUR).to_string().replace('T', " ");
            format!(
                "{},145000000.0,145100000.0,144900000.0,145050000.0,3.53,512345678.9\n",
                at.trim_end_matches('Z')
            )
        })
        .collect();
    let draft = read(
        format!(",open,high,low,close,volume,value\n{pyupbit}"),
        &Options::default(),
    );
    assert_eq!(draft.preview().taken.zone, Some(Place::Zone(Zone::Seoul)));
    assert_eq!(
        bars(&draft, &Options::default(), &[], NOW)
            .unwrap()
            .bars
            .open_time()[0],
        START
    );
}

#[test]
fn a_preview_travels_to_the_page() {
    let draft = read(csv(HEADER, &hours(50)), &Options::default());
    let preview = draft.preview();
    let bytes = postcard::to_allocvec(preview).unwrap();
    assert_eq!(
        &postcard::from_bytes::<intake::Preview>(&bytes).unwrap(),
        preview
    );
    let json = serde_json::to_string(preview).unwrap();
    assert_eq!(
        &serde_json::from_str::<intake::Preview>(&json).unwrap(),
        preview
    );
    assert_eq!(
        (preview.rows, preview.head.len(), preview.tail.len()),
        (50, 20, 5)
    );
    assert_eq!((preview.head[0].row, preview.tail[4].row), (2, 51));
    assert_eq!(preview.columns[4].role, Role::Close);
    let found = findings("time,close\n2024-01-01,1\n", &Options::default());
    let bytes = postcard::to_allocvec(&found).unwrap();
    assert_eq!(
        postcard::from_bytes::<intake::Findings>(&bytes).unwrap(),
        found
    );
    // What the page sends back means the same file.
    let again = draft.clone().again(&preview.taken.clone()).unwrap();
    assert_eq!(again.preview(), draft.preview());
}

#[test]
fn columns_can_be_chosen_and_extra_ones_don_t_matter() {
    let rows: Vec<Vec<String>> = hours(50)
        .into_iter()
        .map(|mut row| {
            row.insert(1, "note".to_owned());
            row.push("0.5".to_owned());
            row
        })
        .collect();
    let text = csv("a,b,c,d,e,f,g,h", &rows);
    let roles = vec![
        Role::Time,
        Role::Other,
        Role::Open,
        Role::High,
        Role::Low,
        Role::Close,
        Role::Volume,
    ];
    let options = Options {
        columns: Some(roles),
        ..Options::default()
    };
    assert_eq!(import(text, &options, &[]).unwrap().bars, plain());
}

#[test]
fn what_is_written_reads_back_equal() {
    let bars = plain();
    let again = import(export::csv(&bars), &Options::default(), &[]).unwrap();
    assert_eq!(again.bars, bars);
    let json = export::json(Venue::Upbit, Symbol::parse("KRW-BTC").ok(), &bars);
    let draft = Draft::read("bars.json", json, &Options::default()).unwrap();
    assert_eq!(
        intake::bars(&draft, &Options::default(), &[], NOW)
            .unwrap()
            .bars,
        bars
    );
}

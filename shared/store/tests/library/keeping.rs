//! What is put into a library is there when it opens again, in as few files as it takes.

use crate::common::{NOW, bars, id, now, open};
use crate::{MINUTE, days, minutes, over_two_months};
use domain::{Span, Timeframe, Ts, Venue};
use store::sim::Disk;
use store::{Error, GapPolicy, Memory, Origin, SlotState, Write};

#[test]
fn an_empty_disk_is_an_empty_library_and_a_used_one_opens_as_it_was() {
    let disk = Disk::new();
    let (mut library, opened) = open(&disk);
    assert_eq!((opened.generation, library.series().count()), (0, 0));
    let all = over_two_months(0..60);
    let appended = now(library.append(minutes(), &all, Write::download(NOW))).unwrap();
    assert_eq!((appended.added, appended.segments), (60, 2));
    assert_eq!(appended.generation, Some(1));
    let entry = library.entry(minutes()).unwrap().clone();
    assert_eq!(entry.span, all.span().unwrap());
    assert_eq!((entry.bars, entry.updated), (60, NOW));
    assert_eq!(entry.source, Origin::Download);
    assert_eq!((entry.coverage.expected, entry.coverage.missing), (60, 0));
    assert!(entry.coverage.strip.iter().all(|cell| *cell == 255));
    let files: Vec<&str> = library
        .segments(minutes())
        .iter()
        .map(|one| one.file.as_str())
        .collect();
    assert!(
        files[0].starts_with("upbit_KRW-BTC_1m_2024-01_"),
        "{}",
        files[0]
    );
    assert!(
        files[1].starts_with("upbit_KRW-BTC_1m_2024-02_"),
        "{}",
        files[1]
    );

    let (library, opened) = open(&disk);
    assert_eq!(opened.slots, [SlotState::Whole(1), SlotState::Absent]);
    assert!(opened.damaged.is_empty() && !opened.rebuilt);
    assert_eq!(library.entry(minutes()), Some(&entry));
    assert_eq!(now(library.load(minutes(), None)).unwrap().bars, all);
    // A span cuts at its ends, across segments too.
    let from = all.open_time()[25];
    let span = Span {
        start: Ts(from),
        end: Ts(from + 10 * MINUTE),
    };
    let part = now(library.load(minutes(), Some(span))).unwrap().bars;
    assert_eq!(part, all.slice(25..35));
}

#[test]
fn seconds_lie_in_a_file_a_day() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    let series = id(Venue::Binance, "BTCUSDT", Timeframe::Second1);
    // A minute before midnight and a minute after.
    let start = Ts(Ts::from_date(2024, 3, 1).0 - MINUTE);
    let all = bars(Timeframe::Second1, start, 0..120);
    let appended = now(library.append(series, &all, Write::download(NOW))).unwrap();
    assert_eq!((appended.added, appended.segments), (120, 2));
    let files: Vec<String> = library
        .segments(series)
        .iter()
        .map(|one| one.file.clone())
        .collect();
    for (file, day) in files.iter().zip(["2024-02-29", "2024-03-01"]) {
        assert!(
            file.starts_with(&format!("binance_BTCUSDT_1s_{day}_")),
            "{file}"
        );
        assert_eq!(store::SegmentName::parse(file).unwrap().to_string(), *file);
    }
    let (library, opened) = open(&disk);
    assert!(opened.damaged.is_empty());
    assert_eq!(now(library.load(series, None)).unwrap().bars, all);
    let entry = library.entry(series).unwrap();
    assert_eq!((entry.coverage.expected, entry.coverage.missing), (120, 0));
    for bad in [
        "2024-02-00",
        "2024-13-01",
        "2024-1-01",
        "2024-02-1",
        "2024-02-01-1",
    ] {
        assert_eq!(store::Period::parse(bad), None, "{bad}");
    }
}

#[test]
fn the_same_bars_twice_change_nothing_and_write_nothing() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    let all = over_two_months(0..60);
    now(library.append(minutes(), &all, Write::download(NOW))).unwrap();
    let (log, files) = (disk.changes(), disk.files());
    for part in [0..60, 3..17, 29..31] {
        let again = now(library.append(
            minutes(),
            &over_two_months(part.clone()),
            Write::download(Ts(NOW.0 + 1)),
        ))
        .unwrap();
        assert_eq!(
            (again.added, again.same, again.generation),
            (0, part.len() as u64, None)
        );
    }
    let same = now(library.replace(minutes(), &all, Write::download(Ts(NOW.0 + 1)))).unwrap();
    assert_eq!(same.generation, None);
    assert_eq!((disk.changes(), disk.files()), (log, files));
}

#[test]
fn an_append_touches_only_the_segments_it_changes() {
    let (mut library, _) = open(Memory::new());
    now(library.append(minutes(), &over_two_months(0..40), Write::download(NOW))).unwrap();
    let before = library.segments(minutes()).to_vec();
    // One bar again, ten new.
    let appended =
        now(library.append(minutes(), &over_two_months(39..50), Write::download(NOW))).unwrap();
    assert_eq!(
        (appended.added, appended.same, appended.segments),
        (10, 1, 1)
    );
    let after = library.segments(minutes());
    assert_eq!(after[0], before[0]);
    assert_ne!(after[1].file, before[1].file);
    assert_eq!(
        now(library.load(minutes(), None)).unwrap().bars,
        over_two_months(0..50)
    );
    // Older bars go in front, those of a hole into it.
    let (mut library, _) = open(Memory::new());
    for part in [20..30, 0..10, 5..25] {
        now(library.append(minutes(), &over_two_months(part), Write::download(NOW))).unwrap();
    }
    assert_eq!(
        now(library.load(minutes(), None)).unwrap().bars,
        over_two_months(0..30)
    );
}

#[test]
fn delete_rename_note_and_policy_are_kept() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    let daily = bars(Timeframe::Day1, Ts::from_date(2020, 1, 1), 0..400);
    now(library.append(days(), &daily, Write::file(NOW, "btc.csv"))).unwrap();
    now(library.append(minutes(), &over_two_months(0..60), Write::download(NOW))).unwrap();
    now(library.set_note(days(), "from a friend", NOW)).unwrap();
    now(library.set_gap_policy(days(), GapPolicy::Mark, NOW)).unwrap();
    let other = id(Venue::File, "BTC", Timeframe::Day1);
    assert_eq!(
        now(library.rename(days(), minutes(), NOW)).unwrap_err(),
        Error::Timeframe {
            id: days(),
            got: Timeframe::Minute1
        }
    );
    now(library.rename(days(), other, NOW)).unwrap();
    now(library.delete(minutes(), NOW)).unwrap();
    assert_eq!(
        now(library.delete(minutes(), NOW)),
        Err(Error::Unknown(minutes()))
    );

    let (mut library, _) = open(&disk);
    assert_eq!(
        library.series().map(|entry| entry.id).collect::<Vec<_>>(),
        [other]
    );
    let entry = library.entry(other).unwrap();
    assert_eq!(
        (entry.note.as_str(), entry.gap_policy),
        ("from a friend", GapPolicy::Mark)
    );
    assert_eq!(entry.source, Origin::File("btc.csv".to_owned()));
    assert_eq!(now(library.load(other, None)).unwrap().bars, daily);
    // What was dropped is gone once both slots are past it.
    now(library.set_note(other, "1", NOW)).unwrap();
    now(library.set_note(other, "2", NOW)).unwrap();
    assert_eq!(disk.files().len(), 3, "{:?}", disk.files().keys());
}

//! What a library does, on a disk without faults.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod common;

use common::{NOW, bars, id, now, open, without};
use domain::{Bar, Bars, Calendar, Span, Timeframe, Ts, Venue};
use store::sim::Disk;
use store::{
    Conflict, Error, GapPolicy, Library, Memory, Origin, SeriesId, SlotState, VfsError, Write,
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

fn minutes() -> SeriesId {
    id(Venue::Upbit, "KRW-BTC", Timeframe::Minute1)
}

fn days() -> SeriesId {
    id(Venue::Binance, "BTCUSDT", Timeframe::Day1)
}

/// Half an hour before the end of January and half an hour after.
fn over_two_months(rows: std::ops::Range<usize>) -> Bars {
    let start = Ts(Ts::from_date(2024, 2, 1).0 - 30 * MINUTE);
    bars(Timeframe::Minute1, start, rows)
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
fn an_overlap_that_differs_is_refused_with_both_bars() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    now(library.append(minutes(), &over_two_months(0..40), Write::download(NOW))).unwrap();
    let files = disk.files();
    let mut other: Vec<Bar> = over_two_months(39..50).iter().collect();
    other[0].volume += 1.0;
    let (stored, incoming) = (over_two_months(39..40).get(0).unwrap(), other[0]);
    let other = Bars::from_bars(Timeframe::Minute1, other).unwrap();
    let error = now(library.append(minutes(), &other, Write::download(NOW))).unwrap_err();
    let wanted = Error::Overlap {
        id: minutes(),
        stored: Box::new(stored),
        incoming: Box::new(incoming),
    };
    assert_eq!(error, wanted);
    assert!(
        error
            .to_string()
            .contains("upbit/KRW-BTC/1m at 2024-02-01T00:09:00Z"),
        "{error}"
    );
    assert_eq!(
        disk.files(),
        files,
        "nothing was changed, nothing was left behind"
    );
    // The owner may choose.
    let keep = Write {
        conflict: Conflict::KeepStored,
        ..Write::download(NOW)
    };
    let kept = now(library.append(minutes(), &other, keep)).unwrap();
    assert_eq!((kept.differed, kept.added), (1, 10));
    assert_eq!(
        now(library.load(minutes(), None)).unwrap().bars,
        over_two_months(0..50)
    );
    let take = Write {
        conflict: Conflict::TakeIncoming,
        ..Write::download(NOW)
    };
    now(library.append(minutes(), &other, take)).unwrap();
    assert_eq!(
        now(library.load(minutes(), None)).unwrap().bars.get(39),
        Some(incoming)
    );
}

#[test]
fn made_up_bars_never_stand_against_traded_ones() {
    let (mut library, _) = open(Memory::new());
    let real = over_two_months(0..5);
    let invented = real.iter().map(|bar| Bar {
        close: bar.open,
        made_up: true,
        ..bar
    });
    let invented = Bars::from_bars(Timeframe::Minute1, invented).unwrap();
    now(library.append(minutes(), &invented, Write::download(NOW))).unwrap();
    assert_eq!(library.entry(minutes()).unwrap().coverage.missing, 5);
    now(library.append(minutes(), &real, Write::download(NOW))).unwrap();
    now(library.append(minutes(), &invented, Write::download(NOW))).unwrap();
    assert_eq!(now(library.load(minutes(), None)).unwrap().bars, real);
    assert_eq!(library.entry(minutes()).unwrap().coverage.missing, 0);
}

#[test]
fn gaps_are_counted_marked_and_filled() {
    let (mut library, _) = open(Memory::new());
    let all = over_two_months(0..60);
    // A hole of 3 inside January, one of 12 over the end of the month.
    let holed = without(&without(&all, 26..38), 10..13);
    now(library.append(minutes(), &holed, Write::download(NOW))).unwrap();
    let coverage = library.entry(minutes()).unwrap().coverage.clone();
    assert_eq!(
        (coverage.expected, coverage.missing, coverage.gaps),
        (60, 15, 2)
    );
    let longest = coverage.longest.unwrap();
    let at = |row: usize| Ts(all.open_time()[row]);
    assert_eq!(
        (longest.span, longest.missing),
        (
            Span {
                start: at(26),
                end: at(38)
            },
            12
        )
    );
    assert_eq!(coverage.strip.len(), 60);
    assert!(coverage.strip[28..36].iter().all(|cell| *cell == 0));
    assert!(coverage.strip[0..9].iter().all(|cell| *cell == 255));

    assert!(now(library.load(minutes(), None)).unwrap().gaps.is_empty());
    now(library.set_gap_policy(minutes(), GapPolicy::Mark, NOW)).unwrap();
    let marked = now(library.load(minutes(), None)).unwrap();
    assert_eq!((marked.bars, marked.gaps.len()), (holed.clone(), 2));
    assert_eq!(
        marked.gaps[0].span,
        Span {
            start: at(10),
            end: at(13)
        }
    );

    now(library.set_gap_policy(minutes(), GapPolicy::FillForward, NOW)).unwrap();
    let filled = now(library.load(minutes(), None)).unwrap();
    assert_eq!((filled.bars.len(), filled.made_up), (60, 15));
    assert_eq!(filled.bars.open_time(), all.open_time());
    let (before, made) = (all.get(25).unwrap(), filled.bars.get(30).unwrap());
    assert!(made.made_up && made.volume == 0.0);
    assert_eq!(
        [made.open, made.high, made.low, made.close],
        [before.close; 4]
    );
    let real: Vec<Bar> = filled.bars.iter().filter(|bar| !bar.made_up).collect();
    assert_eq!(Bars::from_bars(Timeframe::Minute1, real).unwrap(), holed);
    assert_eq!(now(library.gaps(minutes(), None, 1)).unwrap().len(), 1);
}

#[test]
fn a_stock_has_no_gap_every_night_but_a_day_that_is_missing_is_one() {
    let aapl = id(Venue::Alpaca, "AAPL", Timeframe::Minute30);
    let (mut library, _) = open(Memory::new());
    // Tuesday 2024-01-02 to Tuesday the 9th, 14:30 to 21:00 UTC, thirteen half hours a day.
    let half_hours = |day: u32| {
        let start = Ts(Ts::from_date(2024, 1, day).0 + (14 * 60 + 30) * MINUTE);
        bars(Timeframe::Minute30, start, 0..13)
            .iter()
            .collect::<Vec<_>>()
    };
    let week = |days: &[u32]| {
        Bars::from_bars(
            Timeframe::Minute30,
            days.iter().flat_map(|day| half_hours(*day)),
        )
        .unwrap()
    };
    now(library.append(aapl, &week(&[2, 3, 4, 5, 8, 9]), Write::download(NOW))).unwrap();
    let entry = library.entry(aapl).unwrap().clone();
    assert_eq!(entry.calendar, Calendar::ExchangeSessions);
    assert_eq!((entry.coverage.expected, entry.coverage.missing), (78, 0));
    assert!(entry.coverage.strip.iter().all(|cell| *cell == 255));

    let (mut library, _) = open(Memory::new());
    now(library.append(aapl, &week(&[2, 3, 5, 8]), Write::download(NOW))).unwrap();
    let coverage = &library.entry(aapl).unwrap().coverage;
    assert_eq!((coverage.missing, coverage.gaps), (13, 1));
    let span = coverage.longest.unwrap().span;
    assert_eq!(span.start.to_string(), "2024-01-04T14:30:00Z");
    assert_eq!(span.end.to_string(), "2024-01-04T21:00:00Z");
    let filled = now(library.load_with(aapl, None, GapPolicy::FillForward)).unwrap();
    assert_eq!((filled.bars.len(), filled.made_up), (65, 13));
}

#[test]
fn an_exchange_whose_holidays_nobody_knows_owes_no_days_of_new_york() {
    let (mut library, _) = open(Memory::new());
    let samsung = id(Venue::File, "005930", Timeframe::Day1);
    // Half a year of Seoul: open on days New York is closed, closed on days New York is open.
    let closed = [
        (1, 1),
        (2, 9),
        (2, 12),
        (3, 1),
        (4, 10),
        (5, 1),
        (5, 6),
        (5, 15),
        (6, 6),
    ];
    let lost = Ts::from_date(2024, 5, 20)..Ts::from_date(2024, 6, 10);
    let open_on = |day: &Ts| {
        let date = day.civil();
        let weekend = matches!(day.0.div_euclid(DAY).rem_euclid(7), 2 | 3);
        !weekend && !closed.contains(&(date.month, date.day))
    };
    let all: Vec<Ts> = (0..182)
        .map(|day| Ts(Ts::from_date(2024, 1, 1).0 + day * DAY))
        .filter(open_on)
        .collect();
    let of = |days: &[Ts]| {
        let bar = |at: &Ts| Bar {
            open_time: *at,
            ..bars(Timeframe::Day1, *at, 0..1).get(0).unwrap()
        };
        Bars::from_bars(Timeframe::Day1, days.iter().map(bar)).unwrap()
    };
    now(library.append(samsung, &of(&all), Write::file(NOW, "samsung.csv"))).unwrap();
    let entry = library.entry(samsung).unwrap();
    assert_eq!(entry.calendar, Calendar::OwnSessions);
    assert_eq!(entry.coverage.expected, all.len() as u64);
    assert_eq!((entry.coverage.missing, entry.coverage.gaps), (0, 0));
    assert!(entry.coverage.strip.iter().all(|cell| *cell == 255));

    // Three weeks without a day are no holiday: fifteen weekdays.
    let (mut library, _) = open(Memory::new());
    let some: Vec<Ts> = all
        .iter()
        .copied()
        .filter(|day| !lost.contains(day))
        .collect();
    now(library.append(samsung, &of(&some), Write::file(NOW, "samsung.csv"))).unwrap();
    let coverage = &library.entry(samsung).unwrap().coverage;
    assert_eq!((coverage.missing, coverage.gaps), (15, 1));
    assert_eq!(coverage.expected, some.len() as u64 + 15);
    assert!(coverage.strip.contains(&0));
    // Nothing is made up where nobody knows whether a bar should be.
    let filled = now(library.load_with(samsung, None, GapPolicy::FillForward)).unwrap();
    assert_eq!(filled.made_up, 0);
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

#[test]
fn an_archive_brings_everything_to_another_library() {
    let (mut library, _) = open(Memory::new());
    let daily = bars(Timeframe::Day1, Ts::from_date(2020, 1, 1), 0..400);
    now(library.append(days(), &daily, Write::download(NOW))).unwrap();
    now(library.append(minutes(), &over_two_months(0..60), Write::download(NOW))).unwrap();
    now(library.set_note(minutes(), "mine", NOW)).unwrap();
    let mut zip = Vec::new();
    let written = now(library.export(&mut zip)).unwrap();
    assert_eq!(written, zip.len() as u64);
    now(library.exported(NOW)).unwrap();
    assert_eq!(library.backup(), (Some(NOW), 0));

    let (mut fresh, _) = open(Memory::new());
    let imported = now(fresh.import(zip.as_slice(), NOW, Conflict::Refuse)).unwrap();
    assert_eq!((imported.new.len(), imported.generation), (2, Some(1)));
    for entry in library.series() {
        assert_eq!(fresh.entry(entry.id), Some(entry));
        let (ours, theirs) = (
            now(library.load(entry.id, None)),
            now(fresh.load(entry.id, None)),
        );
        assert_eq!(ours.unwrap(), theirs.unwrap());
    }
    // Again: nothing happens. Into one that has more and less: it grows and keeps what it had.
    let again = now(fresh.import(zip.as_slice(), NOW, Conflict::Refuse)).unwrap();
    assert_eq!((again.same.len(), again.generation), (2, None));
    let (mut partial, _) = open(Memory::new());
    now(partial.append(minutes(), &over_two_months(20..70), Write::download(NOW))).unwrap();
    let grown = now(partial.import(zip.as_slice(), NOW, Conflict::Refuse)).unwrap();
    assert_eq!((grown.grown, grown.new), (vec![minutes()], vec![days()]));
    assert_eq!(
        now(partial.load(minutes(), None)).unwrap().bars,
        over_two_months(0..70)
    );

    // Every single byte of it is vouched for: a damaged archive changes nothing.
    let disk = Disk::new();
    for at in (0..zip.len()).step_by(97) {
        let mut bad = zip.clone();
        bad[at] ^= 0x10;
        let (mut fresh, _) = open(&disk);
        match now(fresh.import(bad.as_slice(), NOW, Conflict::Refuse)) {
            // Dates and attributes in the zip's own headers don't matter.
            Ok(_) => {
                for entry in library.series() {
                    assert_eq!(
                        fresh.entry(entry.id).map(|e| e.hash),
                        Some(entry.hash),
                        "byte {at}"
                    );
                }
                for file in disk.files().keys() {
                    now(store::Vfs::remove(&disk, file)).unwrap();
                }
            }
            Err(error) => {
                assert!(matches!(error, Error::Archive { .. }), "byte {at}: {error}");
                assert!(
                    disk.files().is_empty(),
                    "byte {at} left {:?}",
                    disk.files().keys()
                );
            }
        }
    }
}

#[test]
fn a_conflict_in_an_archive_names_both_bars_and_changes_nothing() {
    let (mut library, _) = open(Memory::new());
    let mut other: Vec<Bar> = over_two_months(0..60).iter().collect();
    other[50].volume = 7.0;
    let other = Bars::from_bars(Timeframe::Minute1, other).unwrap();
    now(library.append(minutes(), &other, Write::download(NOW))).unwrap();
    let mut zip = Vec::new();
    now(library.export(&mut zip)).unwrap();
    let disk = Disk::new();
    let (mut here, _) = open(&disk);
    now(here.append(minutes(), &over_two_months(10..60), Write::download(NOW))).unwrap();
    let files = disk.files();
    let error = now(here.import(zip.as_slice(), NOW, Conflict::Refuse)).unwrap_err();
    assert!(matches!(error, Error::Overlap { .. }), "{error}");
    assert_eq!(disk.files(), files);
    now(here.import(zip.as_slice(), NOW, Conflict::TakeIncoming)).unwrap();
    assert_eq!(now(here.load(minutes(), None)).unwrap().bars, other);
}

#[test]
fn a_disk_that_refuses_is_never_an_empty_library() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    now(library.append(minutes(), &over_two_months(0..5), Write::download(NOW))).unwrap();
    for slot in store::SLOTS {
        disk.lock(slot, true);
        let error = now(Library::open(&disk)).unwrap_err();
        let wanted = Error::Disk {
            file: slot.to_owned(),
            cause: VfsError::Locked,
        };
        assert_eq!(error, wanted);
        disk.lock(slot, false);
    }
    disk.deny(true);
    let error = now(Library::open(&disk)).unwrap_err();
    assert!(matches!(
        error,
        Error::Disk {
            cause: VfsError::Denied,
            ..
        }
    ));
    disk.deny(false);
    // Little room: refused before anything is written.
    disk.set_room(Some(50_000_100));
    let files = disk.files();
    let error = now(library.append(
        days(),
        &bars(Timeframe::Day1, NOW, 0..100),
        Write::download(NOW),
    ));
    assert!(matches!(error, Err(Error::NoRoom { .. })));
    assert_eq!(disk.files(), files);
}

#[test]
fn two_lost_slots_are_made_again_from_the_segments_and_it_is_said() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    let daily = bars(Timeframe::Day1, Ts::from_date(2020, 1, 1), 0..400);
    now(library.append(days(), &daily, Write::download(NOW))).unwrap();
    now(library.append(minutes(), &over_two_months(0..40), Write::download(NOW))).unwrap();
    now(library.append(minutes(), &over_two_months(39..60), Write::download(NOW))).unwrap();
    let before: Vec<_> = library
        .series()
        .map(|entry| (entry.id, entry.hash, entry.coverage.clone()))
        .collect();
    for slot in store::SLOTS {
        disk.flip(slot, 40, 3);
    }
    let (mut library, opened) = open(&disk);
    assert!(opened.rebuilt);
    assert_eq!(opened.slots, [SlotState::Damaged; 2]);
    let after: Vec<_> = library
        .series()
        .map(|entry| (entry.id, entry.hash, entry.coverage.clone()))
        .collect();
    assert_eq!(after, before);
    assert_eq!(library.entry(days()).unwrap().source, Origin::Rebuilt);
    now(library.settle(NOW)).unwrap();
    let (_, opened) = open(&disk);
    assert!(!opened.rebuilt && opened.damaged.is_empty());
    // No slot at all, but segments: neither is that an empty library.
    for slot in store::SLOTS {
        now(store::Vfs::remove(&disk, slot)).unwrap();
    }
    let (library, opened) = open(&disk);
    assert!(opened.rebuilt);
    assert_eq!(library.series().count(), 2);
}

#[test]
fn orphans_go_after_a_day_and_nothing_else_does() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    now(library.append(
        days(),
        &bars(Timeframe::Day1, NOW, 0..10),
        Write::download(NOW),
    ))
    .unwrap();
    let orphan = "upbit_KRW-BTC_1m_2024-01_0123456789abcdef.parquet";
    for name in [orphan, "notes.txt"] {
        now(store::Vfs::create(&disk, name)).unwrap();
    }
    assert!(now(library.settle(NOW)).unwrap().is_empty());
    let (mut library, _) = open(&disk);
    let later = |hours: i64| Ts(NOW.0 + hours * 3_600_000);
    assert!(now(library.settle(later(23))).unwrap().is_empty());
    assert_eq!(now(library.settle(later(24))).unwrap(), [orphan]);
    assert!(disk.files().contains_key("notes.txt"));
    assert!(now(library.verify(None)).unwrap().is_empty());
}

#[test]
fn a_newer_program_s_list_is_left_alone() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    now(library.append(
        days(),
        &bars(Timeframe::Day1, NOW, 0..10),
        Write::download(NOW),
    ))
    .unwrap();
    // The same envelope with version 2 and a right hash.
    let mut files = disk.files();
    let slot = files.get_mut("MANIFEST.0").unwrap();
    slot[8] = 2;
    let body = slot.len() - 32;
    let hash = domain::Digest::of(&slot[..body]).0;
    slot[body..].copy_from_slice(&hash);
    let error = now(Library::open(Disk::of(files))).unwrap_err();
    assert!(
        matches!(
            error,
            Error::TooNew {
                schema: 2,
                known: 1,
                ..
            }
        ),
        "{error}"
    );
}

//! Names kept beside a library: a crash, a fault or damage leaves old, new or no names, and never a wrong one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod common;

use common::{NOW, bars, id, now, open};
use domain::{Digest, Span, Timeframe, Ts, Venue};
use store::names::FILE;
use store::sim::{Disk, Power, Torn, Unflushed};
use store::{Conflict, GapPolicy, Library, Names, Recipe, SeriesId, Vfs, VfsError, Write};

fn days() -> SeriesId {
    id(Venue::Binance, "BTCUSDT", Timeframe::Day1)
}

fn append<V: Vfs>(library: &mut Library<V>, rows: std::ops::Range<usize>) {
    let new = bars(Timeframe::Day1, Ts::from_date(2020, 1, 1), rows);
    now(library.append(days(), &new, Write::download(NOW))).unwrap();
}

/// The name as whoever reads the bars counts it.
fn counted<V: Vfs>(library: &Library<V>) -> Digest {
    now(library.load(days(), None)).unwrap().bars.digest()
}

fn recipe<V: Vfs>(library: &Library<V>) -> Recipe {
    library.recipe(days(), Timeframe::Day1, None).unwrap()
}

/// A library of some days, whose name is kept.
fn named(disk: &Disk) -> (Library<&Disk>, Names) {
    let (mut library, _) = open(disk);
    append(&mut library, 0..20);
    let mut names = Names::default();
    names.put(recipe(&library), counted(&library));
    now(library.keep_names(&names)).unwrap();
    (library, names)
}

#[test]
fn a_name_is_found_by_the_next_who_opens_until_the_bars_change() {
    let disk = Disk::new();
    named(&disk);
    let (mut library, opened) = open(&disk);
    assert!(opened.damaged.is_empty());
    let names = now(library.names());
    assert_eq!(names.get(recipe(&library)), Some(counted(&library)));
    append(&mut library, 20..21);
    assert_eq!(names.get(recipe(&library)), None, "another bar");
    now(library.set_gap_policy(days(), GapPolicy::FillForward, NOW)).unwrap();
    assert_eq!(names.get(recipe(&library)), None, "another policy");
}

#[test]
fn a_name_holds_for_a_stretch_that_a_change_elsewhere_left_alone() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    let series = id(Venue::Upbit, "KRW-BTC", Timeframe::Minute30);
    let of_month = |month| bars(Timeframe::Minute30, Ts::from_date(2024, month, 1), 0..40);
    now(library.append(series, &of_month(1), Write::download(NOW))).unwrap();
    let january = Some(Span {
        start: Ts::from_date(2024, 1, 1),
        end: Ts::from_date(2024, 2, 1),
    });
    let recipes = |library: &Library<&Disk>| {
        [january, None].map(|span| library.recipe(series, Timeframe::Hour1, span).unwrap())
    };
    let [stretch, whole] = recipes(&library);
    now(library.append(series, &of_month(3), Write::download(NOW))).unwrap();
    let [same, grown] = recipes(&library);
    assert_eq!(same, stretch);
    assert_ne!(grown, whole);
}

#[test]
fn a_library_of_an_older_program_has_no_names_and_keeps_its_bars() {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    append(&mut library, 0..5);
    assert_eq!(now(library.names()), Names::default());
}

#[test]
fn looking_after_the_disk_leaves_the_names_alone_and_finds_nothing_wrong_with_them() {
    let disk = Disk::new();
    let (mut library, names) = named(&disk);
    for days in [0, 2, 4] {
        let gone = now(library.settle(Ts(NOW.0 + days * 86_400_000))).unwrap();
        assert!(!gone.contains(&FILE.to_owned()));
    }
    assert_eq!(now(library.verify(None)).unwrap(), []);
    assert_eq!(now(library.names()), names);
    now(library.rebuild(NOW)).unwrap();
    assert_eq!(now(library.names()), names);
    // Both slots lost: the list is made again from segments, and the bars keep their name.
    let mut files = disk.files();
    files.retain(|name, _| !store::SLOTS.contains(&name.as_str()));
    let disk = Disk::of(files);
    let (library, opened) = open(&disk);
    assert!(opened.rebuilt && opened.damaged.is_empty());
    assert_eq!(
        now(library.names()).get(recipe(&library)),
        Some(counted(&library))
    );
    // Names alone are no library.
    let alone = Disk::new();
    let (library, _) = open(&alone);
    now(library.keep_names(&names)).unwrap();
    let (library, opened) = open(&alone);
    assert!(!opened.rebuilt && library.series().next().is_none());
}

#[test]
fn names_stay_behind_when_the_library_is_exported() {
    let disk = Disk::new();
    let (library, names) = named(&disk);
    let mut with = Vec::new();
    now(library.export(&mut with)).unwrap();
    now(disk.remove(FILE)).unwrap();
    let mut without = Vec::new();
    now(library.export(&mut without)).unwrap();
    assert_eq!(with, without);
    let other = Disk::new();
    let (mut library, _) = open(&other);
    now(library.keep_names(&names)).unwrap();
    now(library.import(with.as_slice(), NOW, Conflict::Refuse)).unwrap();
    // The same bars in the same files: their name holds.
    assert_eq!(
        now(library.names()).get(recipe(&library)),
        Some(counted(&library))
    );
}

#[test]
fn a_crash_at_every_moment_leaves_old_new_or_no_names() {
    for short in [None, Some(7)] {
        let disk = Disk::new();
        let (mut library, old) = named(&disk);
        let before = disk.files();
        let begun = disk.changes();
        if let Some(seed) = short {
            disk.write_short(seed);
        }
        append(&mut library, 20..40);
        let mut new = old.clone();
        new.put(recipe(&library), counted(&library));
        now(library.keep_names(&new)).unwrap();
        let log = disk.log();
        let log = &log[begun..];
        let mut power = Power::of(before);
        let mut found = [0; 3];
        for at in 0..=log.len() {
            for torn in Torn::ALL {
                for unflushed in Unflushed::ALL {
                    for seed in 0..8 {
                        let left = Disk::of(power.cut(log.get(at), torn, unflushed, seed));
                        let (library, _) = open(&left);
                        let names = now(library.names());
                        let known = [&old, &new, &Names::default()];
                        let which = known.iter().position(|known| **known == names);
                        found[which.unwrap()] += 1;
                        if let Some(name) = names.get(recipe(&library)) {
                            assert_eq!(name, counted(&library), "change {at}");
                        }
                    }
                }
            }
            if let Some(op) = log.get(at) {
                power.done(op);
            }
        }
        assert!(found.iter().all(|times| *times > 0), "{found:?}");
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_no_names() {
    let whole = Disk::new();
    let (library, names) = named(&whole);
    let length = whole.files()[FILE].len();
    for byte in 0..length {
        let disk = Disk::of(whole.files());
        disk.flip(FILE, byte, (byte % 8) as u8);
        assert_eq!(now(open(&disk).0.names()), Names::default());
        let disk = Disk::of(whole.files());
        disk.truncate(FILE, byte);
        let (library, _) = open(&disk);
        assert_eq!(now(library.names()), Names::default());
        // And they are kept again.
        now(library.keep_names(&names)).unwrap();
        assert_eq!(now(library.names()), names);
    }
    assert_eq!(now(library.names()), names);
}

#[test]
fn damaged_bars_are_said_to_be_whatever_name_is_known() {
    let disk = Disk::new();
    named(&disk);
    let files = disk.files();
    let segment = files.keys().find(|name| name.starts_with("binance_"));
    disk.flip(segment.unwrap(), 200, 3);
    let (library, _) = open(&disk);
    let read = now(library.load(days(), None));
    assert!(matches!(read, Err(store::Error::Damaged(_))));
}

#[test]
fn a_disk_that_refuses_or_is_full_loses_names_and_nothing_else() {
    let disk = Disk::new();
    let (library, names) = named(&disk);
    disk.lock(FILE, true);
    assert_eq!(now(library.names()), Names::default());
    assert!(now(library.keep_names(&names)).is_err());
    disk.lock(FILE, false);
    assert_eq!(now(library.names()), names);
    disk.set_room(Some(store::library::RESERVE_BYTES));
    assert!(now(library.keep_names(&names)).is_err());
    assert_eq!(now(library.names()), names, "nothing was begun");
    disk.set_room(None);
    disk.fail(disk.asked() + 1, VfsError::QuotaExceeded);
    assert!(now(library.keep_names(&names)).is_err());
    assert_eq!(now(library.names()), Names::default());
    disk.corrupt(disk.asked() + 1);
    assert!(now(library.keep_names(&names)).is_err());
    assert_eq!(now(library.names()), Names::default());
    assert_eq!(counted(&library), names.get(recipe(&library)).unwrap());
}

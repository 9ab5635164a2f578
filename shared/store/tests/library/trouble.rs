//! Disks that refuse, lists that are lost or newer, and files that belong to nobody.

use crate::common::{NOW, bars, now, open};
use crate::{days, minutes, over_two_months};
use domain::{Timeframe, Ts};
use store::sim::Disk;
use store::{Error, Library, Origin, SlotState, VfsError, Write};

/// A disk with ten days on it.
fn used() -> Disk {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    let ten = bars(Timeframe::Day1, NOW, 0..10);
    now(library.append(days(), &ten, Write::download(NOW))).unwrap();
    disk
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
    let disk = used();
    let (mut library, _) = open(&disk);
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
    let disk = used();
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

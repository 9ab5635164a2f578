//! A whole library as one file: it brings everything, every byte of it is vouched for, and a conflict changes nothing.

use crate::common::{NOW, bars, now, open};
use crate::{days, minutes, over_two_months};
use domain::{Bar, Bars, Timeframe, Ts};
use store::sim::Disk;
use store::{ArchiveError, Conflict, Error, Memory, Write};

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
fn a_file_that_is_no_whole_library_is_refused_by_what_it_is() {
    let (mut library, _) = open(Memory::new());
    now(library.append(minutes(), &over_two_months(0..60), Write::download(NOW))).unwrap();
    let mut zip = Vec::new();
    now(library.export(&mut zip)).unwrap();
    let segment = library.segments(minutes())[0].file.clone();
    let refusal = |bytes: &[u8]| {
        let (mut fresh, _) = open(Memory::new());
        match now(fresh.import(bytes, NOW, Conflict::Refuse)) {
            Err(Error::Archive(error)) => error,
            other => panic!("{other:?}"),
        }
    };
    for other in [&b""[..], b"time,open,high,low,close,volume\n", b"PAR1"] {
        let error = refusal(other);
        assert!(matches!(error, ArchiveError::NoLibrary { .. }), "{error:?}");
    }
    // An end of a directory without entries: the smallest zip file there is (APPNOTE 4.3.16).
    let empty = [&b"PK\x05\x06"[..], &[0; 18]].concat();
    let error = refusal(&empty);
    assert!(
        matches!(error, ArchiveError::NoLibrary { why } if why.contains("zip file without")),
        "{error:?}"
    );
    for left in [4, 100, zip.len() / 2, zip.len() - 1] {
        assert_eq!(
            refusal(&zip[..left]),
            ArchiveError::CutShort,
            "{left} bytes"
        );
    }
    // Its name stands in the list, before its bytes, and in the directory.
    let windows = zip.windows(segment.len()).enumerate();
    let named = windows.filter(|(_, text)| *text == segment.as_bytes());
    let [_, before, _] = named.map(|(at, _)| at).collect::<Vec<_>>()[..] else {
        panic!("three times");
    };
    let mut flipped = zip.clone();
    flipped[before + segment.len() + 20] ^= 1;
    let error = refusal(&flipped);
    assert!(
        matches!(&error, ArchiveError::Damaged { part, .. } if *part == segment),
        "{error:?}"
    );
    // Of the last entry of the directory the name: the list has it, the file hasn't.
    let place = zip.len() - 22 - 1;
    let mut renamed = zip.clone();
    renamed[place] = b'X';
    let last = library.segments(minutes()).last().unwrap().file.clone();
    assert_eq!(refusal(&renamed), ArchiveError::Missing { part: last });
    // What is refused says by its words what would be right.
    for (bytes, right) in [
        (&b"no"[..], "choose a file that an export"),
        (&zip[..99], "copy or download it again"),
        (&flipped, "use another copy"),
        (&renamed, "use a copy that nobody has changed"),
    ] {
        let said = refusal(bytes).to_string();
        assert!(said.contains(right), "{said}");
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

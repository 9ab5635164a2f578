//! Files made to hurt are refused by name and at once, and no bytes make the reader panic.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(dead_code, reason = "not every test uses every helper")]

mod common;

use common::{HEADER, NOW, csv, fit, hours};
use domain::zones::Zone;
use intake::{Draft, Encoding, Options, Place, Refusal, Repair, bars, inspect, zip};
use proptest::prelude::*;

fn refused(bytes: Vec<u8>) -> String {
    let started = std::time::Instant::now();
    let said = Draft::read("evil.csv", bytes, &Options::default())
        .unwrap_err()
        .to_string();
    // A debug build on a busy machine; a release takes a tenth of it.
    assert!(
        started.elapsed().as_secs() < 10,
        "{said} took {:?}",
        started.elapsed()
    );
    said
}

#[test]
fn sizes_beyond_all_bars_are_refused_by_name() {
    for (bytes, words) in [
        (
            vec![b'x'; 100 << 20],
            "row 1 is 104857600, more than the 65536",
        ),
        (
            [HEADER.as_bytes(), b"\n1,", &vec![b'9'; 1 << 20], b"\n"].concat(),
            "row 2 is",
        ),
        (vec![b','; 60_000], "empty"),
        (b"a,".repeat(30_000), "number of columns is 30001"),
        (b"[".repeat(10_000), "JSON"),
        (b"{\"a\":".repeat(10_000), "too deep"),
        (Vec::new(), "empty"),
        (b"PAR1".to_vec(), "Parquet"),
        (b"PK\x03\x04 cut off".to_vec(), "no directory"),
    ] {
        let said = refused(bytes);
        assert!(said.contains(words), "{said}");
    }
}

/// A file of a zip: name, packed bytes, method, claimed size and checksum of what it unpacks to.
struct Packed {
    name: &'static str,
    bytes: Vec<u8>,
    method: u16,
    size: u32,
    sum: u32,
}

impl Packed {
    fn of(name: &'static str, text: &[u8]) -> Packed {
        Packed {
            name,
            bytes: miniz_oxide::deflate::compress_to_vec(text, 6),
            method: 8,
            size: text.len() as u32,
            sum: crc32fast::hash(text),
        }
    }
}

fn zipped(files: &[Packed]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        let offset = out.len() as u32;
        let facts = |out: &mut Vec<u8>| {
            out.extend(20_u16.to_le_bytes());
            out.extend(0_u16.to_le_bytes());
            out.extend(file.method.to_le_bytes());
            out.extend([0; 4]);
            out.extend(file.sum.to_le_bytes());
            out.extend((file.bytes.len() as u32).to_le_bytes());
            out.extend(file.size.to_le_bytes());
            out.extend((file.name.len() as u16).to_le_bytes());
            out.extend(0_u16.to_le_bytes());
        };
        out.extend(b"PK\x03\x04");
        facts(&mut out);
        out.extend(file.name.as_bytes());
        out.extend(&file.bytes);
        directory.extend(b"PK\x01\x02");
        directory.extend(20_u16.to_le_bytes());
        facts(&mut directory);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(file.name.as_bytes());
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend((files.len() as u16).to_le_bytes());
    out.extend((files.len() as u16).to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    out
}

#[test]
fn a_zip_is_read_and_its_tricks_are_refused() {
    let text = csv(HEADER, &hours(50));
    let plain = fit(text.clone(), &Options::default(), &[]).bars;
    let good = zipped(&[Packed::of("BTCUSDT-1h-2024-01.csv", text.as_bytes())]);
    let draft = Draft::read("x.zip", good.clone(), &Options::default()).unwrap();
    assert_eq!(draft.preview().name, "BTCUSDT-1h-2024-01.csv");
    assert_eq!(
        bars(&draft, &Options::default(), &[], NOW).unwrap().bars,
        plain
    );
    // What the page sends back is about the file inside, not about the packed bytes.
    let taken = draft.preview().taken.clone();
    let again = draft.clone().again(&taken).unwrap();
    assert_eq!(again.preview(), draft.preview());

    let two = zipped(&[
        Packed::of("a.csv", text.as_bytes()),
        Packed::of("b/c.csv", text.as_bytes()),
        Packed::of("b/", b""),
    ]);
    assert_eq!(zip::entries(&two).unwrap().len(), 2);
    let error = Draft::read("x.zip", two.clone(), &Options::default()).unwrap_err();
    assert_eq!(
        error,
        Refusal::SeveralFiles {
            names: vec!["a.csv".into(), "b/c.csv".into()]
        }
    );
    let chosen = Options {
        entry: Some("b/c.csv".into()),
        ..Options::default()
    };
    assert_eq!(
        bars(
            &Draft::read("x.zip", two, &chosen).unwrap(),
            &chosen,
            &[],
            NOW
        )
        .unwrap()
        .bars,
        plain
    );

    for name in [
        "../evil.csv",
        "/etc/passwd",
        "a\\..\\b.csv",
        "C:\\x.csv",
        "a/../../b.csv",
    ] {
        let said = refused(zipped(&[Packed::of(name, text.as_bytes())]));
        assert!(said.contains("points out of the folder"), "{said}");
    }
    let bomb = vec![b'0'; 300 << 20];
    let said = refused(zipped(&[Packed::of("bomb.csv", &bomb)]));
    assert!(said.contains("times its size"), "{said}");
    let lies = Packed {
        size: 5,
        ..Packed::of("lies.csv", text.as_bytes())
    };
    assert!(refused(zipped(&[lies])).contains("another length or checksum"));
    let huge = Packed {
        size: u32::MAX - 1,
        ..Packed::of("huge.csv", text.as_bytes())
    };
    assert!(refused(zipped(&[huge])).contains("more than"));
    let method = Packed {
        method: 14,
        ..Packed::of("lzma.csv", text.as_bytes())
    };
    assert!(refused(zipped(&[method])).contains("method 14"));
    assert!(refused(zipped(&[Packed::of("xl/workbook.xml", b"<x>")])).contains("spreadsheet"));
    assert!(refused(zipped(&[Packed::of("in.zip", &good)])).contains("inside a packed file"));
    let many: Vec<Packed> = (0..20_000)
        .map(|_| Packed {
            name: "a.csv",
            bytes: Vec::new(),
            method: 0,
            size: 0,
            sum: 0,
        })
        .collect();
    assert!(refused(zipped(&many)).contains("number of files in the zip file"));
    for cut in (0..good.len()).step_by(7) {
        let _ = Draft::read("x.zip", good[..cut].to_vec(), &Options::default());
    }
}

/// Everything that can be done with a file, for the panics in it.
fn use_it(bytes: Vec<u8>, options: &Options) {
    let Ok(draft) = Draft::read("fuzz.csv", bytes, options) else {
        return;
    };
    let found = inspect(&draft, options, NOW);
    let all = Repair::ALL;
    let _ = found.sentence();
    let _ = (
        bars(&draft, options, &[], NOW),
        bars(&draft, options, &all, NOW),
        bars(&draft, options, &found.suggested(), NOW),
    );
    let taken = draft.preview().taken.clone();
    let _ = draft.again(&taken);
}

fn some_options(number: u8) -> Options {
    Options {
        encoding: [
            None,
            Some(Encoding::Cp949),
            Some(Encoding::Utf16Le),
            Some(Encoding::Utf8),
        ][usize::from(number % 4)],
        header: [None, Some(true), Some(false)][usize::from(number / 4 % 3)],
        zone: [
            None,
            Some(Place::Zone(Zone::NewYork)),
            Some(Place::Ahead(-570)),
        ][usize::from(number / 16 % 3)],
        ..Options::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300), number in any::<u8>()) {
        use_it(bytes, &some_options(number));
    }

    #[test]
    fn any_letters_that_tables_are_made_of(text in "[0-9,;.\\n\"\\r\tTZeop:/ -]{0,300}", number in any::<u8>()) {
        use_it(text.into_bytes(), &some_options(number));
    }

    /// A good table with bytes changed, cut out and put in.
    #[test]
    fn good_tables_mutated(changes in proptest::collection::vec((0_usize..1_500, any::<u8>(), 0_u8..4), 1..12), number in any::<u8>()) {
        let mut bytes = csv(HEADER, &hours(20)).into_bytes();
        for (at, byte, how) in changes {
            let at = at % bytes.len().max(1);
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 if bytes.len() > 1 => { bytes.remove(at); }
                _ => {
                    let end = (at + usize::from(byte)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        use_it(bytes, &some_options(number));
    }

    #[test]
    fn zips_mutated(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = zipped(&[Packed::of("a.csv", csv(HEADER, &hours(10)).as_bytes())]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        use_it(bytes, &Options::default());
    }
}

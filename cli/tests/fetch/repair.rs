//! `backcast data repair`: a damaged file comes back as it was, and nothing goes from the list before its bars are there.

use crate::common::{backcast, json, refused, text};
use crate::fake_upbit::FakeUpbit;
use crate::library::Folder;

/// 2019-12-01, so that hours lie in two files.
const FIRST: i64 = 18_231;

fn fetched(fake: &FakeUpbit, folder: &Folder) {
    let span = ["--from", "2019-12-01", "--to", "2020-02-01"];
    text(&crate::fetch(
        ["upbit", "btc,eth", "1d,1h"],
        fake.base(),
        folder,
        &span,
    ));
}

/// The files of a series, as the list names them.
fn files(folder: &Folder, id: &str) -> Vec<String> {
    let list = json(&["fetch", "--list", "--out", folder.path()]);
    let series = list["series"].as_array().unwrap();
    let one = series.iter().find(|one| one["about"]["id"] == id).unwrap();
    let files = one["files"].as_array().unwrap().iter();
    files
        .map(|file| file.as_str().unwrap().to_owned())
        .collect()
}

fn repair<'a>(fake: &'a FakeUpbit, place: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["data", "repair", place, "--base", fake.base()][..], more].concat()
}

#[test]
fn a_flipped_byte_and_a_file_that_is_gone_are_fetched_again() {
    let fake = FakeUpbit::new(FIRST..FIRST + 62);
    let folder = Folder::new("repair");
    fetched(&fake, &folder);
    let well = text(&repair(&fake, folder.path(), &[]));
    assert!(well.contains("nothing to repair"), "{well}");

    let hours = files(&folder, "upbit/KRW-BTC/1h");
    assert_eq!(hours.len(), 2);
    let days = files(&folder, "upbit/KRW-ETH/1d");
    let was: Vec<Vec<u8>> = [&hours[0], &days[0]].map(|file| folder.read(file)).into();
    folder.flip(&hours[0]);
    std::fs::remove_file(folder.0.join(&days[0])).unwrap();
    let before = fake.calls();

    // One series alone first: the other stays as it is.
    let series = format!("{}/upbit/KRW-ETH/1d", folder.path());
    let said = text(&repair(&fake, &series, &[]));
    assert!(
        said.contains(&days[0]) && !said.contains(&hours[0]),
        "{said}"
    );
    assert!(
        said.contains("62 bars fetched again, each as it was"),
        "{said}"
    );
    let said = text(&repair(&fake, folder.path(), &[]));
    assert!(said.contains(&hours[0]), "{said}");
    // December has 31 days of 24 hours.
    assert!(
        said.contains("744 bars fetched again, each as it was"),
        "{said}"
    );
    assert!(said.contains("Every hash is right."), "{said}");
    // 62 days are one page, 744 hours four, and a page more may be asked to see where they end.
    assert!(fake.calls() - before <= 7, "{}", fake.calls() - before);
    for (file, was) in [&hours[0], &days[0]].into_iter().zip(was) {
        assert_eq!(folder.read(file), was);
    }
    assert_eq!(files(&folder, "upbit/KRW-BTC/1h"), hours);
}

#[test]
fn what_the_exchange_no_longer_has_goes_only_when_a_person_lets_it_go() {
    let fake = FakeUpbit::new(FIRST..FIRST + 62);
    let folder = Folder::new("repair-gone");
    fetched(&fake, &folder);
    let hours = files(&folder, "upbit/KRW-BTC/1h");
    folder.flip(&hours[0]);
    // Only January is left.
    *fake.told().days.lock().unwrap() = (FIRST + 31..FIRST + 62).collect();
    refused(
        &repair(&fake, folder.path(), &[]),
        "--drop would do without them",
    );
    assert_eq!(files(&folder, "upbit/KRW-BTC/1h"), hours);
    let out = backcast(&["data", "check", folder.path()]);
    assert!(String::from_utf8(out.stdout).unwrap().contains(&hours[0]));

    text(&repair(&fake, folder.path(), &["--drop"]));
    assert_eq!(files(&folder, "upbit/KRW-BTC/1h"), hours[1..]);
    let checked = text(&["data", "check", folder.path()]);
    assert!(checked.contains("every hash is right"), "{checked}");
}

#[test]
fn an_exchange_that_fails_leaves_the_list_as_it_is() {
    let fake = FakeUpbit::new(FIRST..FIRST + 62);
    let folder = Folder::new("repair-fails");
    fetched(&fake, &folder);
    let days = files(&folder, "upbit/KRW-BTC/1d");
    folder.flip(&days[0]);
    *fake.told().faults.lock().unwrap() = vec![403; 50];
    refused(&repair(&fake, folder.path(), &[]), "still damaged: 1 files");
    assert_eq!(files(&folder, "upbit/KRW-BTC/1d"), days);
    // A past that changed is said, and taken.
    fake.told().faults.lock().unwrap().clear();
    *fake.told().shift.lock().unwrap() = 1.0;
    let said = text(&repair(&fake, folder.path(), &[]));
    assert!(
        said.contains("62 bars fetched again where 62 were"),
        "{said}"
    );
}

#[test]
fn bars_of_a_file_are_for_their_owner_to_import_again() {
    let fake = FakeUpbit::new([]);
    let folder = Folder::new("repair-file");
    let id = store::SeriesId::parse("file/GOLD/1d").unwrap();
    let bars = domain::sample::bars(
        &domain::Symbol::parse("SAMPLE-AUR").unwrap(),
        domain::Timeframe::Day1,
    )
    .unwrap();
    let how = store::Write::file(domain::Ts(0), "gold.csv");
    let (mut library, _) = store::ready(store::Library::open(store::Memory::new()))
        .unwrap()
        .unwrap();
    store::ready(library.append(id, bars.as_ref().unwrap(), how))
        .unwrap()
        .unwrap();
    folder.take(library.vfs());
    let file = &files(&folder, "file/GOLD/1d")[0];
    folder.flip(file);
    let refusal = "import gold.csv again, after --drop has taken the damaged files out";
    refused(&repair(&fake, folder.path(), &[]), refusal);
    let said = text(&repair(&fake, folder.path(), &["--drop"]));
    assert!(said.contains("out of the list"), "{said}");
    let list = json(&["fetch", "--list", "--out", folder.path()]);
    assert_eq!(list["series"].as_array().unwrap().len(), 0);
}

#[test]
fn a_place_that_is_no_library_is_named() {
    let fake = FakeUpbit::new(FIRST..FIRST + 62);
    refused(
        &repair(&fake, "/nowhere/at/all", &[]),
        "/nowhere/at/all: must be",
    );
    let folder = Folder::new("repair-words");
    fetched(&fake, &folder);
    let series = format!("{}/upbit/KRW-BTC/4h", folder.path());
    refused(&repair(&fake, &series, &[]), "upbit/KRW-BTC/4h");
}

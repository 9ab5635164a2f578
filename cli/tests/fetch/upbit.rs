//! `backcast fetch` against a stand-in for Upbit: what it trades is what the library holds, also after faults, and nothing is fetched twice.

use crate::common::{backcast, json, refused, text};
use crate::fake_upbit::{FakeUpbit, prices};
use crate::library::Folder;
use crate::update;

/// 2019-01-02; the market of these tests lists then.
const LISTED: i64 = 17_898;

fn fetch<'a>(fake: &'a FakeUpbit, folder: &'a Folder, more: &[&'a str]) -> Vec<&'a str> {
    crate::fetch(["upbit", "btc", "day"], fake.base(), folder, more)
}

/// Days with trades: all but every eleventh.
fn traded(days: std::ops::Range<i64>) -> Vec<i64> {
    days.filter(|day| day % 11 != 0).collect()
}

/// What the library holds, as the command line itself exports it.
fn held(folder: &Folder) -> Vec<(i64, [f64; 5])> {
    let list = json(&["fetch", "--list", "--out", folder.path()]);
    assert_eq!(
        list["series"][0]["about"]["id"], "upbit/KRW-BTC/1d",
        "{list}"
    );
    folder.bars("upbit/KRW-BTC/1d")
}

#[test]
fn what_was_traded_is_what_the_library_holds() {
    let days = traded(LISTED..LISTED + 1_000);
    let fake = FakeUpbit::new(days.clone());
    let folder = Folder::new("whole");
    let said = text(&fetch(
        &fake,
        &folder,
        &["--from", "2015-01-01", "--to", "2021-09-28"],
    ));
    assert!(said.contains(&format!("{} new bars", days.len())), "{said}");
    let want: Vec<(i64, [f64; 5])> = days.iter().map(|&day| (day, prices(day))).collect();
    assert_eq!(held(&folder), want);
    let list = text(&["fetch", "--list", "--out", folder.path()]);
    assert!(list.contains("2019-01-02 00:00"), "{list}");
    assert!(
        list.lines().all(|line| line.chars().count() <= 100),
        "{list}"
    );
}

#[test]
fn an_update_asks_for_what_is_new_and_holds_the_last_bar_against_it() {
    let fake = FakeUpbit::new(traded(LISTED..LISTED + 300));
    let folder = Folder::new("update");
    text(&fetch(
        &fake,
        &folder,
        &["--from", "2019-01-01", "--to", "2019-10-29"],
    ));
    let before = fake.calls();
    *fake.told().days.lock().unwrap() = traded(LISTED..LISTED + 320);
    let said = text(&update(fake.base(), &folder));
    assert!(said.contains("new bars"), "{said}");
    // A year and more of days since then are five pages at most, and the past is not asked for again.
    assert!(fake.calls() - before <= 20, "{}", fake.calls() - before);
    assert_eq!(held(&folder).len(), traded(LISTED..LISTED + 320).len());

    // An exchange that changed its past is told from one that went on.
    *fake.told().shift.lock().unwrap() = 1.0;
    *fake.told().days.lock().unwrap() = traded(LISTED..LISTED + 330);
    let out = backcast(&update(fake.base(), &folder));
    assert_eq!(out.status.code(), Some(2));
    let words = String::from_utf8(out.stderr).unwrap();
    assert!(words.contains("is stored as"), "{words}");
    assert_eq!(held(&folder).len(), traded(LISTED..LISTED + 320).len());
}

#[test]
fn passing_trouble_is_passed_over() {
    let days = traded(LISTED..LISTED + 500);
    let fake = FakeUpbit::new(days.clone());
    *fake.told().faults.lock().unwrap() = vec![500, 503];
    let folder = Folder::new("trouble");
    text(&fetch(
        &fake,
        &folder,
        &["--from", "2019-01-01", "--to", "2020-05-16"],
    ));
    assert_eq!(held(&folder).len(), days.len());
}

#[test]
fn an_earlier_start_is_put_before_what_is_there() {
    let days = traded(LISTED..LISTED + 400);
    let fake = FakeUpbit::new(days.clone());
    let folder = Folder::new("earlier");
    text(&fetch(
        &fake,
        &folder,
        &["--from", "2019-12-01", "--to", "2020-02-06"],
    ));
    text(&fetch(
        &fake,
        &folder,
        &["--from", "2019-01-01", "--to", "2020-02-06"],
    ));
    let held: Vec<i64> = held(&folder).into_iter().map(|(day, _)| day).collect();
    assert_eq!(held, days);
}

#[test]
fn a_run_takes_its_bars_from_the_library() {
    let fake = FakeUpbit::new(LISTED..LISTED + 600);
    let folder = Folder::new("run");
    text(&fetch(
        &fake,
        &folder,
        &["--from", "2019-01-01", "--to", "2020-08-01"],
    ));
    let base = [
        "run",
        "--strategy",
        "ema_cross",
        "--library",
        folder.path(),
        "--symbol",
        "KRW-BTC",
    ];
    let daily = json(&base);
    assert_eq!(
        daily["spec"]["market"]["source"],
        serde_json::json!({ "given": "upbit" }),
        "{daily}"
    );
    let weekly = text(&[&base[..], &["--timeframe", "1w"]].concat());
    assert!(weekly.contains("upbit/KRW-BTC/1d"), "{weekly}");
    // A series named where a file may be is the same bars, and no rules unless they are said.
    let series = format!("KRW-BTC={}/upbit/KRW-BTC/1d", folder.path());
    let named = ["run", "--strategy", "ema_cross", "--data", &series];
    let same = json(&[&named[..], &["--venue", "upbit"]].concat());
    assert_eq!(same["report_hash"], daily["report_hash"]);
    refused(
        &[&named[..], &["--timeframe", "1h"]].concat(),
        "upbit/KRW-BTC/1d has no 1h bars",
    );
    for (more, words) in [
        (
            &["--timeframe", "1h"][..],
            "only 1d bars of upbit/KRW-BTC to make 1h bars of",
        ),
        (&["--venue", "binance"][..], "nothing of binance/KRW-BTC"),
    ] {
        refused(&[&base[..], more].concat(), words);
    }
}

#[test]
fn a_file_that_was_changed_is_named() {
    let fake = FakeUpbit::new(LISTED..LISTED + 50);
    let folder = Folder::new("changed");
    text(&fetch(
        &fake,
        &folder,
        &["--from", "2019-01-01", "--to", "2019-03-01"],
    ));
    let list = json(&["fetch", "--list", "--out", folder.path()]);
    let file = list["series"][0]["files"][0].as_str().unwrap();
    let series = format!("{}/upbit/KRW-BTC/1d", folder.path());
    let well = text(&["data", "check", &series]);
    assert!(
        well.contains("upbit/KRW-BTC/1d: 1 series in 1 files, every hash is right"),
        "{well}"
    );
    let other = format!("{}/upbit/KRW-ETH/1d", folder.path());
    refused(&["data", "check", &other], "KRW-ETH");
    folder.flip(file);
    let out = backcast(&["data", "check", &series]);
    assert_eq!(out.status.code(), Some(1));
    let words = String::from_utf8(out.stdout).unwrap();
    assert!(
        words.contains(file) && words.contains(&format!("`backcast data repair {series}`")),
        "{words}"
    );
    let out = backcast(&["data", "check", folder.path()]);
    assert_eq!(out.status.code(), Some(1));
    let words = String::from_utf8(out.stdout).unwrap();
    assert!(words.contains(file), "{words}");
    let mends = format!("`backcast data repair {}`", folder.path());
    assert!(words.contains(&mends), "{words}");
    refused(&["data", "stats", &series], file);
}

#[test]
fn a_list_can_be_seen_while_somebody_writes() {
    let fake = FakeUpbit::new(LISTED..LISTED + 50);
    let folder = Folder::new("locked");
    let empty = text(&["fetch", "--list", "--out", folder.path()]);
    assert!(empty.contains("The library is empty"), "{empty}");
    assert!(!folder.0.exists(), "looking makes no folder");
    let span = ["--from", "2019-01-01", "--to", "2019-03-01"];
    text(&fetch(&fake, &folder, &span));
    let lock = std::fs::File::open(folder.0.join(".lock")).unwrap();
    lock.lock().unwrap();
    let list = text(&["fetch", "--list", "--out", folder.path()]);
    assert!(list.contains("upbit/KRW-BTC/1d"), "{list}");
    refused(&fetch(&fake, &folder, &span), "held by another");
    refused(&["data", "check", folder.path()], "held by another");
    // Two that read don't disturb each other.
    lock.unlock().unwrap();
    lock.lock_shared().unwrap();
    text(&["data", "check", folder.path()]);
    refused(&fetch(&fake, &folder, &span), "held by another");
}

#[test]
fn wrong_words_are_named_with_what_would_be_right() {
    let fake = FakeUpbit::new(LISTED..LISTED + 10);
    let folder = Folder::new("words");
    let refuse = |change: &[&str], words: &str| refused(&fetch(&fake, &folder, change), words);
    refuse(
        &["--from", "yesterday"],
        "--from yesterday: must be a day like 2024-01-31",
    );
    refuse(
        &["--from", "2021-01-01", "--to", "2020-01-01"],
        "--from 2021-01-01: must be before",
    );
    refuse(
        &["--interval", "2m"],
        "--interval 2m: must be 1s or 1m or 3m",
    );
    refuse(&["--symbols", "BTX"], "did you mean KRW-BTC?");
    refuse(&["--feed", "all"], "--feed all: must be sip or iex");
    refused(
        &[
            "fetch",
            "--venue",
            "mtgox",
            "--symbols",
            "BTC",
            "--interval",
            "1d",
        ],
        "--venue mtgox: must be upbit or",
    );
    refused(
        &["fetch", "--update", "--out", folder.path()],
        "holds no series",
    );
    refused(
        &[
            "fetch",
            "--venue",
            "alpaca",
            "--symbols",
            "AAPL",
            "--interval",
            "1d",
            "--out",
            folder.path(),
        ],
        "APCA_API_KEY_ID",
    );
}

//! `backcast fetch` against a stand-in for Alpaca: its key comes from the environment and is said nowhere, its pages go on by a token.

use crate::fake_alpaca::{FakeAlpaca, KEY, prices};
use crate::library::Folder;
use std::process::{Command, Output};

/// 2024-01-02; weekdays from here on, through the change of clocks in March.
const FIRST: i64 = 19_724;

fn weekdays(count: i64) -> Vec<i64> {
    let days = FIRST..FIRST + count;
    days.filter(|day| !matches!(day.rem_euclid(7), 2 | 3))
        .collect()
}

fn fetch(base: &str, folder: &Folder, key: [&str; 2], more: &[&str]) -> Output {
    let span = ["--from", "2024-01-02", "--to", "2024-06-30"];
    let more = [&span[..], more].concat();
    Command::new(env!("CARGO_BIN_EXE_backcast"))
        .args(crate::fetch(["alpaca", "aapl", "1d"], base, folder, &more))
        .env("APCA_API_KEY_ID", key[0])
        .env("APCA_API_SECRET_KEY", key[1])
        .output()
        .unwrap()
}

/// Neither what it prints nor what it keeps holds the key.
fn says_no_key(out: &Output, folder: &Folder, key: [&str; 2]) {
    let mut all = [&out.stdout[..], &out.stderr[..]].concat();
    for file in std::fs::read_dir(&folder.0).into_iter().flatten().flatten() {
        all.extend(std::fs::read(file.path()).unwrap());
    }
    for part in key {
        let found = all
            .windows(part.len())
            .any(|window| window == part.as_bytes());
        assert!(!found, "{part} in {}", String::from_utf8_lossy(&out.stderr));
    }
}

#[test]
fn pages_go_on_by_their_token_and_days_are_dates_of_new_york() {
    let days = weekdays(170);
    let fake = FakeAlpaca::new(days.clone());
    let folder = Folder::new("alpaca");
    let out = fetch(
        fake.base(),
        &folder,
        KEY,
        &["--feed", "iex", "--adjustment", "split"],
    );
    assert!(out.status.success(), "{out:?}");
    let want: Vec<(i64, [f64; 5])> = days.iter().map(|day| (*day, prices(*day))).collect();
    assert_eq!(folder.bars("alpaca/AAPL/1d"), want);
    says_no_key(&out, &folder, KEY);
    let asked = fake.told().asked.lock().unwrap();
    assert!(
        asked.len() >= 3
            && asked
                .iter()
                .all(|one| *one == ("split".into(), "iex".into()))
    );
}

#[test]
fn a_key_is_never_said_whatever_the_exchange_answers() {
    let fake = FakeAlpaca::new(weekdays(60));
    let folder = Folder::new("alpaca-key");
    let wrong = ["PK0OTHERKEYID", "another+secret/98765"];
    let out = fetch(fake.base(), &folder, wrong, &[]);
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8(out.stderr.clone()).unwrap();
    assert!(said.contains("forbidden."), "{said}");
    says_no_key(&out, &folder, wrong);
    // A key that can't be sent is refused without being shown.
    let odd = ["PK0ODDKEYID", "two\nlines"];
    let out = fetch(fake.base(), &folder, odd, &[]);
    assert_eq!(out.status.code(), Some(2));
    says_no_key(&out, &folder, odd);
    // Too many requests are waited for.
    *fake.told().refusals.lock().unwrap() = vec![429];
    let out = fetch(fake.base(), &folder, KEY, &["--json"]);
    assert!(out.status.success(), "{out:?}");
    assert_eq!(folder.bars("alpaca/AAPL/1d").len(), weekdays(60).len());
    says_no_key(&out, &folder, KEY);
    // Nor when nobody answers.
    let out = fetch("http://127.0.0.1:1", &folder, KEY, &[]);
    assert_eq!(out.status.code(), Some(2));
    says_no_key(&out, &folder, KEY);
}

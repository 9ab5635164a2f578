//! `backcast fetch` against a stand-in for Binance: pages of a thousand, and a ban during which nobody asks.

use crate::common::{backcast, refused, text};
use crate::fake_binance::{FakeBinance, prices};
use crate::library::Folder;
use crate::update;

/// 2017-08-17, where Binance begins.
const LISTED: i64 = 17_395;

fn fetch<'a>(fake: &'a FakeBinance, folder: &'a Folder, more: &[&'a str]) -> Vec<&'a str> {
    crate::fetch(["binance", "btc", "1d"], fake.base(), folder, more)
}

#[test]
fn all_pages_come_and_a_coin_is_its_market_in_usdt() {
    let fake = FakeBinance::new(LISTED..LISTED + 2_500);
    let folder = Folder::new("binance");
    let said = text(&fetch(
        &fake,
        &folder,
        &["--from", "2017-01-01", "--to", "2024-06-21"],
    ));
    assert!(said.contains("binance/BTCUSDT/1d: 2500 new bars"), "{said}");
    let held = folder.bars("binance/BTCUSDT/1d");
    let want: Vec<(i64, [f64; 5])> = (LISTED..LISTED + 2_500)
        .map(|day| (day, prices(day)))
        .collect();
    assert_eq!(held, want);
    refused(
        &crate::fetch(["binance", "BTCUSD", "1d"], fake.base(), &folder, &[]),
        "did you mean BTCUSDT?",
    );
}

#[test]
fn nobody_asks_during_a_ban_and_the_bars_come_after_it() {
    for (status, seconds) in [(429, 1), (418, 2)] {
        let fake = FakeBinance::new(LISTED..LISTED + 300);
        *fake.told().refusals.lock().unwrap() = vec![(status, seconds)];
        let folder = Folder::new(&format!("binance-{status}"));
        let started = std::time::Instant::now();
        let out = backcast(&fetch(
            &fake,
            &folder,
            &["--from", "2017-08-17", "--to", "2018-06-13"],
        ));
        assert!(out.status.success(), "{out:?}");
        assert!(started.elapsed().as_secs() >= seconds, "{status}");
        let (calls, during) = *fake.told().calls.lock().unwrap();
        assert_eq!(during, 0, "{status}: {calls} calls");
        assert_eq!(folder.bars("binance/BTCUSDT/1d").len(), 300);
    }
}

#[test]
fn a_market_that_is_gone_is_named_and_nothing_is_lost() {
    let fake = FakeBinance::new(LISTED..LISTED + 10);
    let folder = Folder::new("binance-gone");
    text(&fetch(
        &fake,
        &folder,
        &["--from", "2017-08-17", "--to", "2017-08-27"],
    ));
    fake.told().days.lock().unwrap().clear();
    refused(
        &update(fake.base(), &folder),
        "1 of 1 series could not be fetched",
    );
    assert_eq!(folder.bars("binance/BTCUSDT/1d").len(), 10);
}

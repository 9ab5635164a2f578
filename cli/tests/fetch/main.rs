//! `backcast fetch` and `data repair` against stand-ins for the exchanges: what they traded is what the library holds.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../common/mod.rs"]
mod common;

mod alpaca;
mod binance;
mod fake_alpaca;
mod fake_binance;
mod fake_upbit;
mod library;
mod repair;
mod server;
mod upbit;

use library::Folder;

/// Fetches markets of a venue at some lengths from a stand-in.
fn fetch<'a>(
    [venue, symbols, interval]: [&'a str; 3],
    base: &'a str,
    folder: &'a Folder,
    more: &[&'a str],
) -> Vec<&'a str> {
    let what = [
        "--venue",
        venue,
        "--symbols",
        symbols,
        "--interval",
        interval,
    ];
    let place = ["--base", base, "--out", folder.path()];
    [&["fetch"], &what[..], &place[..], more].concat()
}

/// Brings everything in a folder up to date from a stand-in.
fn update<'a>(base: &'a str, folder: &'a Folder) -> [&'a str; 6] {
    ["fetch", "--update", "--base", base, "--out", folder.path()]
}

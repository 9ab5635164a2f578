//! Bars in pieces are the bars of a load, and bars that come piece by piece are kept as those that come whole.
#![allow(clippy::unwrap_used, reason = "a test")]

mod common;

use common::{NOW, bars, id, now, open, without};
use domain::{Bars, BarsError, Span, Timeframe, Ts, Venue};
use std::cell::Cell;
use std::ops::Range;
use store::{Error, GapPolicy, Incoming, Memory, Vfs, Write};

const MINUTE: i64 = 60_000;

/// Three months of six-hour holes: the first and last rows of each month, and a hole over a month's end.
fn holed(start: Ts) -> Bars {
    let all = bars(Timeframe::Minute30, start, 0..48 * 75);
    without(&without(&all, 30..42), 48 * 31 - 5..48 * 31 + 5)
}

#[test]
fn pieces_are_what_a_load_gives_wherever_it_is_cut() {
    let start = Ts::from_date(2024, 1, 1);
    let all = holed(start);
    let coin = id(Venue::Upbit, "KRW-BTC", Timeframe::Minute30);
    let (mut library, _) = open(Memory::new());
    now(library.append(coin, &all, Write::download(NOW))).unwrap();
    let cut = |from: i64, to: i64| {
        Some(Span {
            start: Ts(start.0 + from * MINUTE),
            end: Ts(start.0 + to * MINUTE),
        })
    };
    let month = 31 * 24 * 60;
    let spans = [
        None,
        cut(-100, 1_000_000),
        cut(0, month),
        cut(month, month + 30),
        cut(month - 90, month + 300),
        cut(600, month + 40_000),
        cut(31, 59),
        cut(-200, -100),
        cut(900, 1250),
    ];
    for policy in [GapPolicy::Leave, GapPolicy::Mark, GapPolicy::FillForward] {
        now(library.set_gap_policy(coin, policy, NOW)).unwrap();
        for span in spans {
            let whole = now(library.load(coin, span)).unwrap().bars;
            let mut parts = now(library.parts(coin, span)).unwrap();
            let told = (parts.rows(), parts.span());
            let mut joined = Bars::new(Timeframe::Minute30);
            while let Some(bars) = now(parts.next()).unwrap() {
                joined.extend(&bars).unwrap();
            }
            assert_eq!(told, (whole.len(), whole.span()), "{policy:?} {span:?}");
            assert_eq!(joined, whole, "{policy:?} {span:?}");
        }
    }
}

#[test]
fn damage_is_said_by_the_piece_that_has_it() {
    let coin = id(Venue::Upbit, "KRW-BTC", Timeframe::Minute30);
    let disk = Memory::new();
    let (mut library, _) = open(&disk);
    let all = holed(Ts::from_date(2024, 1, 1));
    now(library.append(coin, &all, Write::download(NOW))).unwrap();
    let file = library.segments(coin)[1].file.clone();
    now(disk.write(&file, 100, b"x")).unwrap();
    let mut parts = now(library.parts(coin, None)).unwrap();
    assert!(now(parts.next()).unwrap().is_some());
    assert!(matches!(now(parts.next()), Err(Error::Damaged(damage)) if damage.file == file));
}

/// Bars that somebody else holds.
struct Elsewhere(Bars, Cell<usize>);

impl Incoming for Elsewhere {
    fn timeframe(&self) -> Timeframe {
        self.0.timeframe()
    }
    fn open_time(&self) -> &[i64] {
        self.0.open_time()
    }
    fn rows(&self, rows: Range<usize>) -> Result<Bars, BarsError> {
        self.1.set(self.1.get().max(rows.len()));
        Ok(self.0.slice(rows))
    }
}

#[test]
fn bars_that_are_elsewhere_come_month_by_month() {
    let all = holed(Ts::from_date(2024, 1, 1));
    let coin = id(Venue::File, "COIN", Timeframe::Minute30);
    let elsewhere = Elsewhere(all.clone(), Cell::new(0));
    let (mut one, _) = open(Memory::new());
    let (mut other, _) = open(Memory::new());
    let whole = now(one.append(coin, &all, Write::file(NOW, "a.csv"))).unwrap();
    let pieces = now(other.append(coin, &elsewhere, Write::file(NOW, "a.csv"))).unwrap();
    assert_eq!(whole, pieces);
    assert_eq!(one.entry(coin), other.entry(coin));
    assert!(elsewhere.1.get() <= 48 * 31, "no more than a month at once");
    assert_eq!(now(other.load(coin, None)).unwrap().bars, all);
}

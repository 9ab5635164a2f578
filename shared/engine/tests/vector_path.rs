//! What a stretch does to an account, against a walk that goes bar by bar and keeps the digits a plain sum loses.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::random::Random;
use engine::vector::{Account, HighWater, PathError, PricePath, Sums, walk};
use proptest::prelude::*;
use std::ops::Range;

/// Neumaier's compensated sum.
#[derive(Default)]
struct Exact {
    sum: f64,
    lost: f64,
    /// Σ of absolute values, for errors.
    size: f64,
}

impl Exact {
    fn add(&mut self, term: f64) {
        let sum = self.sum + term;
        self.lost += match self.sum.abs() >= term.abs() {
            true => (self.sum - sum) + term,
            false => (term - sum) + self.sum,
        };
        self.sum = sum;
        self.size += term.abs();
    }

    /// Is the value off by less than a part of Σ|term|, or than what blocks of 64 bars around it round?
    fn close_to(&self, value: f64, part: f64, around: &Exact) -> Result<(), TestCaseError> {
        let want = self.sum + self.lost;
        let room = part * self.size + 1e-14 * around.size;
        prop_assert!(
            (value - want).abs() <= room,
            "{value} is not {want} (of {})",
            self.size
        );
        Ok(())
    }
}

/// The stretch with the rest of the blocks of 64 bars that it begins and ends in.
fn around(range: &Range<usize>, rows: usize) -> Range<usize> {
    range.start / 64 * 64..(range.end.div_ceil(64) * 64).min(rows)
}

/// Sums and fall, bar by bar.
fn naive(
    close: &[f64],
    range: Range<usize>,
    account: Account,
    start: f64,
) -> ([Exact; 3], f64, f64) {
    let mut sums = [Exact::default(), Exact::default(), Exact::default()];
    let (mut peak, mut fall) = (start, 0.0_f64);
    for row in range {
        let now = account.cash + account.units * close[row];
        if row > 0 {
            let before = account.cash + account.units * close[row - 1];
            let r = account.units * (close[row] - close[row - 1]) / before;
            for (sum, term) in sums.iter_mut().zip([r, r * r, r.min(0.0) * r.min(0.0)]) {
                sum.add(term);
            }
        }
        peak = peak.max(now);
        fall = fall.min(now / peak - 1.0);
    }
    (sums, peak, fall)
}

/// Every way to ask gives what the naive walk gives: falls to the bit, sums within a part of Σ|term|.
fn check(
    path: &PricePath,
    range: Range<usize>,
    account: Account,
    start: f64,
    part: f64,
) -> Result<(), TestCaseError> {
    let (want, peak, fall) = naive(path.close(), range.clone(), account, start);
    let around = around(&range, path.close().len());
    let (blocks, ..) = naive(path.close(), around, account, start);
    let near = |sums: Sums| {
        want[0].close_to(sums.returns, part, &blocks[0])?;
        want[1].close_to(sums.squares, part, &blocks[1])?;
        want[2].close_to(sums.lost_squares, part, &blocks[2])
    };
    let (mut sums, mut water) = (Sums::default(), HighWater::new(start));
    path.hold(range.clone(), account, &mut sums, &mut water);
    near(sums)?;
    prop_assert_eq!((water.peak(), water.drawdown()), (peak, fall));
    near(path.sums(range.clone(), account))?;
    let mut water = HighWater::new(start);
    path.fall(range.clone(), account, &mut water);
    prop_assert_eq!((water.peak(), water.drawdown()), (peak, fall));
    let (mut sums, mut water) = (Sums::default(), HighWater::new(start));
    walk(path.close(), range, account, &mut sums, &mut water);
    near(sums)?;
    prop_assert_eq!((water.peak(), water.drawdown()), (peak, fall));
    Ok(())
}

/// A market from a seed: quiet or wild, rising or falling, with steps of one tick where prices repeat.
fn market(seed: u64, rows: usize, scale: f64, drift: f64) -> Vec<f64> {
    let mut random = Random::named(seed, "path", 0);
    let mut price = 100.0_f64;
    let next = |_| {
        price *= (1.0 + drift + scale * random.normal()).clamp(0.5, 2.0);
        price = price.clamp(1e-3, 1e7);
        (price * 100.0).round().max(1.0) / 100.0
    };
    (0..rows).map(next).collect()
}

prop_compose! {
    fn markets()(
        seed in any::<u64>(),
        rows in prop_oneof![1_usize..4, 60_usize..70, 300_usize..3000],
        scale in prop_oneof![Just(0.0005), Just(0.01), Just(0.08)],
        drift in -0.002..0.002,
    ) -> Vec<f64> {
        market(seed, rows, scale, drift)
    }
}

prop_compose! {
    fn stretches()(close in markets(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>())
        -> (Vec<f64>, Range<usize>) {
        let (from, to) = (from.index(close.len() + 1), to.index(close.len() + 1));
        (close, from.min(to)..from.max(to))
    }
}

/// A peak near what the account is worth when the stretch begins, or far above it.
fn starts() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.97), Just(1.0), Just(1.01), Just(2.5)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn fully_invested((close, range) in stretches(), units in 0.001..1000.0, start in starts()) {
        let path = PricePath::new(&close).unwrap();
        let start = start * units * close[range.start.min(close.len() - 1)];
        check(&path, range, Account::invested(units), start, 1e-13)?;
    }

    #[test]
    fn a_little_cash_left_over(
        (close, range) in stretches(), units in 0.001..1000.0, start in starts(), part in -1e-6..1e-6,
    ) {
        let path = PricePath::new(&close).unwrap();
        let lowest = close.iter().copied().fold(f64::INFINITY, f64::min);
        let account = Account { cash: part * lowest * units, units };
        let start = start * account.worth(close[range.start.min(close.len() - 1)]);
        check(&path, range, account, start, 1e-12)?;
    }

    #[test]
    fn any_cash((close, range) in stretches(), start in starts(), part in prop_oneof![-0.5..5.0, -1e-4..1e-4, -0.01..0.02]) {
        let path = PricePath::new(&close).unwrap();
        let lowest = close.iter().copied().fold(f64::INFINITY, f64::min);
        let account = Account { cash: part * lowest * 3.0, units: 3.0 };
        let start = start * account.worth(close[range.start.min(close.len() - 1)]);
        check(&path, range, account, start, 1e-12)?;
    }

    #[test]
    fn short((close, range) in stretches(), start in starts(), room in 1.1..3.0) {
        let path = PricePath::new(&close).unwrap();
        let highest = close.iter().copied().fold(0.0, f64::max);
        let account = Account { cash: 2.0 * room * highest, units: -2.0 };
        let start = start * account.worth(close[range.start.min(close.len() - 1)]);
        check(&path, range, account, start, 1e-12)?;
    }

    #[test]
    fn falls_below_nothing_are_falls_too((close, range) in stretches(), start in starts(), room in 0.5..1.0) {
        let path = PricePath::new(&close).unwrap();
        let highest = close.iter().copied().fold(0.0, f64::max);
        let account = Account { cash: 2.0 * room * highest, units: -2.0 };
        let start = start * highest;
        let (_, peak, fall) = naive(&close, range.clone(), account, start);
        let mut water = HighWater::new(start);
        path.fall(range, account, &mut water);
        prop_assert_eq!((water.peak(), water.drawdown()), (peak, fall));
    }

    #[test]
    fn holdings_one_after_the_other_make_one_account(close in markets(), seed in any::<u64>()) {
        let path = PricePath::new(&close).unwrap();
        let mut random = Random::named(seed, "cuts", 0);
        let (mut sums, mut water) = (Sums::default(), HighWater::new(100.0));
        let (want, peak, fall) = naive(&close, 0..close.len(), Account::invested(1.0), 100.0);
        let mut row = 0;
        while row < close.len() {
            let end = (row + 1 + random.below(90)).min(close.len());
            path.hold(row..end, Account::invested(1.0), &mut sums, &mut water);
            row = end;
        }
        want[0].close_to(sums.returns, 1e-13, &want[0])?;
        want[1].close_to(sums.squares, 1e-13, &want[1])?;
        want[2].close_to(sums.lost_squares, 1e-13, &want[2])?;
        prop_assert_eq!((water.peak(), water.drawdown()), (peak, fall));
    }

    #[test]
    fn moves_are_counted(close in markets()) {
        let path = PricePath::new(&close).unwrap();
        let (up, down) = (path.up_bars(), path.down_bars());
        prop_assert_eq!((up.rows(), down.rows()), (close.len(), close.len()));
        for row in 0..close.len() {
            prop_assert_eq!(up.get(row), row > 0 && close[row] > close[row - 1]);
            prop_assert_eq!(down.get(row), row > 0 && close[row] < close[row - 1]);
        }
    }

    #[test]
    fn lowest_and_highest((close, range) in stretches()) {
        let path = PricePath::new(&close).unwrap();
        let bars = &close[range.clone()];
        let low = bars.iter().copied().fold(f64::INFINITY, f64::min);
        let high = bars.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        prop_assert_eq!(path.span(range), (low, high));
    }
}

#[test]
fn long_totals_keep_their_digits() {
    let close = market(7, 250_000, 0.005, 0.0);
    let path = PricePath::new(&close).unwrap();
    let mut random = Random::named(8, "stretches", 0);
    for case in 0..400 {
        let length = [1, 10, 45, 200, 2000, 100_000][case % 6];
        let from = random.below(close.len() - length);
        let lowest = close.iter().copied().fold(f64::INFINITY, f64::min);
        let start = close[from];
        for account in [
            Account::invested(1.0),
            Account {
                cash: 9e-7 * lowest,
                units: 1.0,
            },
        ] {
            check(&path, from..from + length, account, start, 1e-12).unwrap();
        }
    }
    check(&path, 0..close.len(), Account::invested(1.0), 100.0, 1e-13).unwrap();
}

#[test]
fn four_bars_by_hand() {
    // 100 → 110 (+10 %) → 99 (−10 %) → 99 → 132 (+33⅓ %).
    let path = PricePath::new(&[100.0, 110.0, 99.0, 99.0, 132.0]).unwrap();
    let (mut sums, mut water) = (Sums::default(), HighWater::new(200.0));
    path.hold(1..5, Account::invested(2.0), &mut sums, &mut water);
    assert!((sums.returns - 1.0 / 3.0).abs() < 1e-15);
    assert!((sums.squares - (0.02 + 1.0 / 9.0)).abs() < 1e-15);
    assert!((sums.lost_squares - 0.01).abs() < 1e-15);
    assert_eq!(water.peak(), 264.0);
    assert!((water.drawdown() + 0.1).abs() < 1e-15);
    // Half in cash: 200 → 210 → 199, so the same fall costs 11 of 210.
    let mut water = HighWater::new(200.0);
    path.fall(
        1..3,
        Account {
            cash: 100.0,
            units: 1.0,
        },
        &mut water,
    );
    assert_eq!(water.drawdown(), 199.0 / 210.0 - 1.0);
}

#[test]
fn rows_that_are_not_there_change_nothing() {
    let path = PricePath::new(&[100.0, 101.0]).unwrap();
    let empty = PricePath::new(&[]).unwrap();
    for account in [
        Account::invested(1.0),
        Account {
            cash: 50.0,
            units: 1.0,
        },
        Account {
            cash: 50.0,
            units: 0.0,
        },
    ] {
        for range in [0..0, 1..1, 2..2, 1..9, 7..9] {
            for path in [&path, &empty] {
                let (mut sums, mut water) = (Sums::default(), HighWater::new(100.0));
                path.hold(range.clone(), account, &mut sums, &mut water);
                walk(path.close(), range.clone(), account, &mut sums, &mut water);
                assert_eq!((sums, water), (Sums::default(), HighWater::new(100.0)));
            }
        }
    }
}

#[test]
fn what_is_no_price_is_named() {
    for close in [0.0, -1.0, f64::INFINITY] {
        let error = PricePath::new(&[1.0, close]).unwrap_err();
        assert_eq!(error, PathError::NotAPrice { row: 1, close });
    }
    assert!(PricePath::new(&[f64::NAN]).is_err());
}

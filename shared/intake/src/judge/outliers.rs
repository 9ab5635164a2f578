//! Prices far from their neighbours. All of it happens in real markets, so it is said and never changed.

use super::log::Log;
use super::rows::Rows;
use crate::defect::{DefectKind, Words};
use crate::guess::Plan;
use crate::options::Role;

/// What stands out at a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlier {
    /// Which kind.
    pub kind: DefectKind,
    /// The first row.
    pub row: usize,
    /// The last row of a slip, else the same.
    pub last: usize,
    /// The price that stands out.
    pub price: f64,
    /// What it is compared with.
    pub beside: f64,
    /// The column.
    pub role: Role,
}

/// Moves are compared with the median move × these; and with a share of the price, because quiet series have tiny medians.
const TIMES: f64 = 20.0;
const LEAST: f64 = 0.18;
/// A slip of the unit comes back within so many bars.
const SLIP_BARS: usize = 500;
/// Ratios of splits and reverse splits.
const SPLITS: [f64; 14] = [
    1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0, 25.0, 50.0, 100.0,
];

/// Finds what stands out in four columns of prices; rows of NaN are passed over.
pub fn outliers(open: &[f64], high: &[f64], low: &[f64], close: &[f64]) -> Vec<Outlier> {
    let rows: Vec<usize> = (0..close.len())
        .filter(|row| close.get(*row).is_some_and(|price| *price > 0.0))
        .collect();
    let price = |place: usize| rows.get(place).and_then(|row| close.get(*row)).copied();
    let moves: Vec<f64> = (1..rows.len())
        .filter_map(|place| Some(far(price(place)?, price(place - 1)?)))
        .collect();
    let bound = bound(&moves);
    let mut found = Vec::new();
    let mut place = 1;
    while place < rows.len() {
        let ratio = moves.get(place - 1).copied().unwrap_or(1.0);
        let next = place + 1;
        // The size of a move as a ratio above 1: no logarithm for the many rows that don't move far.
        if ratio > bound
            && let (Some(before), Some(now)) = (price(place - 1), price(place))
        {
            let (kind, last) = kind_of(&price, rows.len(), place, before, now, bound);
            let first = if kind == DefectKind::UnitSlip && last < place {
                0
            } else {
                place
            };
            if let (Some(&row), Some(&last_row)) = (rows.get(first), rows.get(last)) {
                found.push(Outlier {
                    kind,
                    row,
                    last: last_row,
                    price: price(first).unwrap_or(now),
                    beside: if first == place { before } else { now },
                    role: Role::Close,
                });
            }
            // The way back is part of a slip or a spike.
            place = match kind {
                DefectKind::UnitSlip | DefectKind::Spike if last >= place => last + 2,
                _ => next,
            };
            continue;
        }
        place = next;
    }
    found.extend(wicks(&rows, [open, high, low, close], bound));
    found.sort_by_key(|outlier| (outlier.row, outlier.kind));
    found
}

/// The ratio of two prices, whichever is larger above.
fn far(one: f64, other: f64) -> f64 {
    if one > other {
        one / other
    } else {
        other / one
    }
}

/// The ratio above which a move stands out.
fn bound(moves: &[f64]) -> f64 {
    let mut sorted: Vec<f64> = moves.iter().copied().filter(|ratio| *ratio > 1.0).collect();
    let middle = sorted.len() / 2;
    if sorted.is_empty() {
        return 1.0 + LEAST;
    }
    let (_, median, _) = sorted.select_nth_unstable_by(middle, f64::total_cmp);
    libm::exp((libm::log(*median) * TIMES).max(libm::log(1.0 + LEAST)))
}

/// Does the ratio lie near a power of ten that a slip of the unit makes?
fn is_slip(ratio: f64) -> bool {
    [10.0, 100.0, 1_000.0]
        .iter()
        .any(|ten| (0.8..1.25).contains(&(ratio / ten)))
}

fn kind_of(
    price: &impl Fn(usize) -> Option<f64>,
    rows: usize,
    place: usize,
    before: f64,
    now: f64,
    bound: f64,
) -> (DefectKind, usize) {
    let ratio = far(now, before);
    let back = |at: usize| {
        price(at).is_some_and(|later| {
            far(later, before) < 1.0 + (ratio - 1.0) * 0.3 && far(later, now) > bound
        })
    };
    if is_slip(ratio) {
        let end = (place + 1..rows.min(place + SLIP_BARS)).find(|at| back(*at));
        if let Some(end) = end {
            return (DefectKind::UnitSlip, end - 1);
        }
        // At the very end nothing can come back, and at the very beginning it has.
        if place + 1 == rows {
            return (DefectKind::UnitSlip, place);
        }
        if place <= 3 {
            return (DefectKind::UnitSlip, place - 1);
        }
    }
    if back(place + 1) {
        return (DefectKind::Spike, place);
    }
    let is_split = SPLITS
        .iter()
        .any(|whole| (0.97..1.03).contains(&(ratio / whole)));
    match is_split {
        true => (DefectKind::SplitLike, place),
        false => (DefectKind::Jump, place),
    }
}

/// Highs and lows far outside of what the bar and its neighbours trade.
fn wicks(rows: &[usize], prices: [&[f64]; 4], bound: f64) -> Vec<Outlier> {
    let [open, high, low, close] = prices;
    let at = |column: &[f64], row: usize| column.get(row).copied().unwrap_or(f64::NAN);
    let mut found = Vec::new();
    for &row in rows {
        let (top, bottom) = (
            at(open, row).max(at(close, row)),
            at(open, row).min(at(close, row)),
        );
        for (role, wick, body) in [
            (Role::High, at(high, row), top),
            (Role::Low, at(low, row), bottom),
        ] {
            if wick > 0.0 && far(wick, body) > bound {
                found.push(Outlier {
                    kind: DefectKind::Wick,
                    row,
                    last: row,
                    price: wick,
                    beside: body,
                    role,
                });
            }
        }
    }
    found
}

/// Takes down what stands out in rows that were read.
pub fn of_rows(rows: &Rows, plan: &Plan, log: &mut Log) {
    for outlier in outliers(&rows.open, &rows.high, &rows.low, &rows.close) {
        let line = |row: usize| rows.line.get(row).copied().unwrap_or(0);
        let last = line(outlier.last);
        log.note(outlier.kind, line(outlier.row), || {
            let value = match outlier.last == outlier.row {
                true => outlier.price.to_string(),
                false => format!("{} (to row {last})", outlier.price),
            };
            let right = Words::new(
                format!("a price near {}", outlier.beside),
                format!("{}에 가까운 가격", outlier.beside),
            );
            (plan.column(outlier.role).to_owned(), value, right)
        });
    }
}

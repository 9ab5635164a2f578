//! A run of one symbol over columns: from one bar in which something can happen to the next.

use super::signals::Columns;
use crate::broker::Simulated;
use crate::run::{Played, Sink, annualisation};
use crate::span::{highest, lowest};
use crate::trader::Trader;
use crate::trader::pass::Idle;
use domain::{Bars, Dataset, RunSpec, Series, Sizing, Ts};
use std::ops::Range;

/// Plays the only symbol of a run. `poor` says whether an account is so small that entries that wait at a level have to be
/// looked at on every bar.
pub(super) fn play_alone(
    spec: &RunSpec,
    (signals, sizing): (Columns<'_>, Sizing),
    (data, series): (&Dataset, &Series),
    sink: &mut impl Sink,
    poor: impl Fn(f64) -> bool,
) -> Played<()> {
    let bars = series.bars();
    let broker = Simulated {
        costs: spec.costs,
        policy: spec.fill,
    };
    let factor = annualisation(data, spec.market.timeframe);
    let instruments = [series.instrument()];
    let mut trader = Trader::new(spec, sizing, signals, &instruments, factor, broker, ());
    let (mut bars_in_market, mut row) = (0, 0);
    while let Some(bar) = bars.get(row) {
        let idle = trader
            .idle()
            .filter(|idle| *idle != Idle::Flat || !poor(trader.ledger().cash().get()));
        let end = idle.map_or(row, |idle| next(trader.signals(), bars, row, idle));
        let passed = match idle {
            Some(Idle::Long { follows: true, .. }) => trader.follow_through(bars, row..end),
            // One bar alone is taken as quickly the usual way.
            _ if end > row + 1 => {
                let account = trader.pass(bars, row..end);
                account.map(|account| (end - row, account))
            }
            _ => None,
        };
        if let Some((passed, account)) = passed {
            sink.hold(bars, row..row + passed, account);
            if account.units > 0.0 {
                bars_in_market += passed as u32;
            }
            row += passed;
            continue;
        }
        let now = [Some(bar)];
        let held_before = trader.ledger().held() > 0;
        let fills_before = trader.ledger().fills();
        let wants = |_: usize| trader.signals().may_enter(0) || poor(trader.ledger().cash().get());
        if !trader.is_quiet(&now, wants) {
            trader.trade(bar.open_time, &now, &[]);
        }
        let close: Ts = spec.market.timeframe.close_of(bar.open_time);
        let dip = trader.close(close, &now);
        sink.push(close.0, &now, trader.ledger().equity(), dip);
        if held_before || trader.ledger().fills() != fills_before {
            bars_in_market += 1;
        }
        row += 1;
    }
    Played {
        done: trader.finish(),
        bars_in_market,
    }
}

/// The first bar from `row` on that has to be taken by itself.
fn next(signals: &Columns<'_>, bars: &Bars, row: usize, idle: Idle) -> usize {
    let rows = bars.len();
    // An entry told by the close of a bar acts in the next one; before the first close there is none.
    let entry = || match row.checked_sub(1) {
        Some(last) => signals.next_entry(0, last).map_or(rows, |told| told + 1),
        None => signals.next_entry(0, 0).map_or(rows, |told| told + 1),
    };
    match idle {
        Idle::Flat => entry().min(rows),
        Idle::Long {
            stop,
            target,
            bars: most,
            reverses,
            follows,
        } => {
            let told = signals.next_exit(0, row).unwrap_or(rows);
            let timed = row.saturating_add(most);
            let against = if reverses { entry() } else { rows };
            let end = told.min(timed).min(against).min(rows);
            if follows {
                return end;
            }
            touched(bars, row..end, stop, target).unwrap_or(end)
        }
    }
}

/// The first bar of these that reaches the stop or the target: lowest and highest of whole blocks first.
fn touched(bars: &Bars, rows: Range<usize>, stop: f64, target: f64) -> Option<usize> {
    let low = bars.low().get(rows.clone())?;
    let high = bars.high().get(rows.clone())?;
    const BLOCK: usize = 16;
    let reached = |low: &[f64], high: &[f64]| {
        let mut pairs = low.iter().zip(high);
        pairs.position(|(low, high)| *low <= stop || *high >= target)
    };
    let (lows, low_rest) = low.as_chunks::<BLOCK>();
    let (highs, high_rest) = high.as_chunks::<BLOCK>();
    for (block, (low, high)) in lows.iter().zip(highs).enumerate() {
        if lowest(low) <= stop || highest(high) >= target {
            return reached(low, high).map(|place| rows.start + BLOCK * block + place);
        }
    }
    reached(low_rest, high_rest).map(|place| rows.start + BLOCK * lows.len() + place)
}

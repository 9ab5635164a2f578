//! What the short loop speaks, in its words.

use crate::shape::Shape;
use domain::random::Random;
use domain::{FillPolicy, PathRule, Reason};
use tests::oracle;
use tests::wide_oracle::{self, Deal, Far, Size};

/// What the short loop speaks: the longs of one shape, with one target for all of it.
pub fn narrow(mut shape: Shape, random: &mut Random) -> Shape {
    let rules = &mut shape.rules;
    let entry = shape.entry.into_iter().flatten().next();
    let by_market = entry == Some(Reason::EntrySignal);
    shape.entry = [entry, None];
    rules.policy = match by_market && random.chance(0.5) {
        true => FillPolicy::NextOpen,
        false => FillPolicy::Touch,
    };
    rules.path = PathRule::Pessimistic;
    rules.stop = rules
        .stop
        .map(|_| Far::Percent(0.5 + 14.0 * random.uniform()));
    rules.targets.truncate(1);
    rules.targets.iter_mut().for_each(|(_, share)| *share = 1.0);
    rules.size = Size::Equity(0.1 + 0.9 * random.uniform());
    shape
}

/// The short loop on a shape that it speaks.
pub fn plainly(
    shape: &Shape,
    symbol: &wide_oracle::Symbol,
    length: i64,
) -> Option<(Vec<Deal>, Vec<f64>)> {
    let wide = &shape.rules;
    let ([Some(entry), None], PathRule::Pessimistic) = (shape.entry, wide.path) else {
        return None;
    };
    let (Size::Equity(share), FillPolicy::Touch | FillPolicy::NextOpen) = (wide.size, wide.policy)
    else {
        return None;
    };
    let stop = match wide.stop {
        Some(Far::Range(_)) => return None,
        Some(Far::Percent(far)) => Some(1.0 - far / 100.0),
        None => None,
    };
    let target = match wide.targets[..] {
        [] => None,
        [(far, 1.0)] => Some(1.0 + far / 100.0),
        _ => return None,
    };
    let rules = oracle::Rules {
        entry,
        stop,
        target,
        trail: wide.trail.map(|far| 1.0 - far / 100.0),
        after: wide.after,
        fees: wide.fees,
        slip: wide.slip,
        share,
        cash: wide.cash,
    };
    let decided = symbol.enter.iter().zip(&symbol.leave);
    let days = symbol.bars.iter().zip(decided);
    let days = days.map(|(bar, (enter, leave))| (*bar, enter.map(|(.., level)| level), *leave));
    let days: Vec<oracle::Day> = days.collect();
    let (deals, equity) = oracle::run(&rules, &symbol.instrument, &days, length);
    let deals = deals.into_iter();
    let deals = deals.map(|(units, entered, left, gain)| (0, 1.0, units, entered, left, gain));
    Some((deals.collect(), equity))
}

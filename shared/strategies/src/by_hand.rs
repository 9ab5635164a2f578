//! Lets a strategy's test play a few bars and see when its plan wants in or out.

use crate::stream::{Stream, Wanted};
use crate::{Strategy, plan_of};
use domain::{Bar, StrategyChoice, Ts};

/// What a plan wants after a close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wish {
    /// The order for the next bar, were there no position.
    pub(crate) buy: Option<Wanted>,
    /// Is the signal to sell given?
    pub(crate) sell: bool,
}

/// The wishes after each close; a bar is its open, high, low, close and volume, and the next one opens where it closed.
pub(crate) fn wishes(strategy: &Strategy, set: &[(&str, f64)], bars: &[[f64; 5]]) -> Vec<Wish> {
    let params = set.iter().map(|(name, value)| ((*name).to_owned(), *value));
    let choice = StrategyChoice {
        id: strategy.id.into(),
        params: params.collect(),
    };
    let mut stream = Stream::new(&plan_of(&choice).unwrap()).unwrap();
    let wish = |(row, &[open, high, low, close, volume]): (usize, &[f64; 5])| {
        stream.on_close(&Bar {
            open_time: Ts(row as i64 * domain::time::DAY_MS),
            open,
            high,
            low,
            close,
            volume,
            made_up: false,
        });
        Wish {
            buy: stream.wants_in(close),
            sell: stream.wants_out(),
        }
    };
    bars.iter().enumerate().map(wish).collect()
}

/// The wishes over bars that open, peak and end at these prices.
pub(crate) fn wishes_of_closes(
    strategy: &Strategy,
    set: &[(&str, f64)],
    closes: &[f64],
) -> Vec<Wish> {
    let bars: Vec<[f64; 5]> = closes
        .iter()
        .map(|&close| [close, close, close, close, 1.0])
        .collect();
    wishes(strategy, set, &bars)
}

/// The rows after which the plan wants to buy at the market, and those after which it wants to sell.
pub(crate) fn rows(wishes: &[Wish]) -> (Vec<usize>, Vec<usize>) {
    let rows = |of: fn(&Wish) -> bool| {
        let held = wishes.iter().enumerate().filter(|(_, wish)| of(wish));
        held.map(|(row, _)| row).collect()
    };
    (
        rows(|wish| wish.buy == Some(Wanted::Market)),
        rows(|wish| wish.sell),
    )
}

//! Lets a strategy's test play a few bars and see when its plan wants in or out.

use crate::program::{Level, Program, Setting};
use crate::stream::{HeldFacts, Stream};
use crate::{Strategy, plan_of};
use domain::plan::Direction;
use domain::{Bar, Sizing, Slippage, StrategyChoice, Symbol, Timeframe, Ts};

/// An entry order with its level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wanted {
    /// At the open.
    Market,
    /// When the price breaks this.
    Stop(f64),
    /// When the price comes back to this.
    Limit(f64),
}

/// What a plan wants after a close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wish {
    /// The order for the next bar to go long, were there no position.
    pub(crate) buy: Option<Wanted>,
    /// The order for the next bar to go short, were there no position.
    pub(crate) short: Option<Wanted>,
    /// Is the signal to leave a long given?
    pub(crate) sell: bool,
    /// Is the signal to leave a short given?
    pub(crate) cover: bool,
}

/// The stream of a strategy with these parameters on daily bars of one symbol.
pub(crate) fn stream(strategy: &Strategy, set: &[(&str, f64)]) -> Stream {
    let params = set.iter().map(|(name, value)| ((*name).to_owned(), *value));
    let choice = StrategyChoice::library(strategy.id, params.collect());
    let symbols = [Symbol::parse("A").unwrap()];
    let setting = Setting {
        timeframe: Timeframe::Day1,
        symbols: &symbols,
        watched: &[],
        sizing: Sizing::whole_slot(),
        slippage: Slippage::default(),
    };
    Stream::new(Program::new(&plan_of(&choice).unwrap(), setting).unwrap())
}

/// The order an entry of this side would be, were the next open this price.
pub(crate) fn wanted(stream: &mut Stream, side: Direction, open: f64) -> Option<Wanted> {
    stream.open(0, open);
    let entries = &stream.program().rules.entries;
    let held =
        |entry: &&crate::program::EntryRule| entry.side == side && stream.holds(0, entry.when);
    let level = |slot| Some(stream.value(0, slot)).filter(|level| level.is_finite());
    match entries.iter().find(held)?.level {
        Level::Market => Some(Wanted::Market),
        Level::Stop(slot) => level(slot).map(Wanted::Stop),
        Level::Limit(slot) => level(slot).map(Wanted::Limit),
    }
}

/// The wishes after each close; a bar is its open, high, low, close and volume, and the next one opens where it closed.
pub(crate) fn wishes(strategy: &Strategy, set: &[(&str, f64)], bars: &[[f64; 5]]) -> Vec<Wish> {
    let mut stream = stream(strategy, set);
    let wish = |(row, &[open, high, low, close, volume]): (usize, &[f64; 5])| {
        let bar = Bar {
            open_time: Ts(row as i64 * domain::time::DAY_MS),
            open,
            high,
            low,
            close,
            volume,
            made_up: false,
        };
        stream.close(&[Some(bar)], &[HeldFacts::NONE]);
        let leaves = |side| {
            let signals = &stream.program().rules.signals;
            let mut of_side = signals.iter().filter(|signal| signal.is_for(side));
            of_side.any(|signal| stream.holds(0, signal.rule))
        };
        let (sell, cover) = (leaves(Direction::Long), leaves(Direction::Short));
        Wish {
            buy: wanted(&mut stream, Direction::Long, close),
            short: wanted(&mut stream, Direction::Short, close),
            sell,
            cover,
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

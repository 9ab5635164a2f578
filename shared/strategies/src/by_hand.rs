//! Lets a strategy's test play a few bars and see when its plan wants in or out.

use crate::program::{AddTrigger, EntryRule, Length, Level, Program, Setting};
use crate::stream::{HeldFacts, Stream};
use crate::{Plan, Strategy, plan_of};
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
    /// Would a position grow at the next open?
    pub(crate) grow: bool,
    /// What scales the size of an entry.
    pub(crate) weight: Option<f64>,
    /// The share of the account to hold from the next open on, when it is to be set right.
    pub(crate) share: Option<f64>,
    /// The price a long's stop would have, when the plan computes one.
    pub(crate) long_stop: Option<f64>,
    /// The price a short's stop would have, when the plan computes one.
    pub(crate) short_stop: Option<f64>,
}

/// The plan of a strategy with these parameters.
pub(crate) fn plan(strategy: &Strategy, set: &[(&str, f64)]) -> Plan {
    let params = set.iter().map(|(name, value)| ((*name).to_owned(), *value));
    plan_of(&StrategyChoice::library(strategy.id, params.collect())).unwrap()
}

/// The stream of a plan on so many symbols.
fn stream(plan: &Plan, timeframe: Timeframe, symbols: usize) -> Stream<'static> {
    let symbols: Vec<Symbol> = ["A", "B", "C"]
        .iter()
        .take(symbols)
        .map(|name| Symbol::parse(name).unwrap())
        .collect();
    let setting = Setting {
        timeframe,
        symbols: &symbols,
        watched: &[],
        sizing: Sizing::whole_slot(),
        slippage: Slippage::default(),
    };
    Stream::new(Program::new(plan, setting).unwrap())
}

fn known(value: f64) -> Option<f64> {
    Some(value).filter(|value| value.is_finite())
}

/// The order an entry of this side would be, were the next open this price.
fn wanted(stream: &mut Stream, symbol: usize, side: Direction, open: f64) -> Option<Wanted> {
    stream.open(symbol, open);
    let entries = &stream.program().rules.entries;
    let held = |entry: &&EntryRule| entry.side == side && stream.holds(symbol, entry.when);
    match entries.iter().find(held)?.level {
        Level::Market => Some(Wanted::Market),
        Level::Stop(slot) => known(stream.value(symbol, slot)).map(Wanted::Stop),
        Level::Limit(slot) => known(stream.value(symbol, slot)).map(Wanted::Limit),
    }
}

fn wish(stream: &mut Stream, symbol: usize, open: f64) -> Wish {
    let rules = &stream.program().rules;
    let leaves = |side| {
        let mut of_side = rules.signals.iter().filter(|signal| signal.is_for(side));
        of_side.any(|signal| stream.holds(symbol, signal.rule))
    };
    let stop = |side| {
        let mut of_side = rules.stops.iter().filter(|stop| stop.is_for(side));
        of_side.find_map(|stop| match stop.rule {
            Length::Price(slot) => known(stream.value(symbol, slot)),
            _ => None,
        })
    };
    let wish = Wish {
        buy: None,
        short: None,
        sell: leaves(Direction::Long),
        cover: leaves(Direction::Short),
        grow: rules.adds.is_some_and(|adds| match adds.when {
            AddTrigger::Signal(when) => stream.holds(symbol, when),
            _ => false,
        }),
        weight: rules
            .weight
            .and_then(|slot| known(stream.value(symbol, slot))),
        share: rules
            .hold
            .filter(|hold| stream.holds(symbol, hold.when))
            .and_then(|hold| known(stream.value(symbol, hold.share))),
        long_stop: stop(Direction::Long),
        short_stop: stop(Direction::Short),
    };
    Wish {
        buy: wanted(stream, symbol, Direction::Long, open),
        short: wanted(stream, symbol, Direction::Short, open),
        ..wish
    }
}

/// The wishes of each symbol after each close; a bar is its open, high, low, close and volume, the next one opens where
/// it closed, and the first one opens at this moment.
pub(crate) fn play(
    plan: &Plan,
    (timeframe, start): (Timeframe, Ts),
    symbols: &[Vec<[f64; 5]>],
) -> Vec<Vec<Wish>> {
    let mut stream = stream(plan, timeframe, symbols.len());
    let mut wishes = vec![Vec::new(); symbols.len()];
    for row in 0..symbols[0].len() {
        let bar = |&[open, high, low, close, volume]: &[f64; 5]| Bar {
            open_time: Ts(start.0 + row as i64 * timeframe.millis()),
            open,
            high,
            low,
            close,
            volume,
            made_up: false,
        };
        let bars: Vec<Option<Bar>> = symbols.iter().map(|rows| rows.get(row).map(bar)).collect();
        stream.close(&bars, &vec![HeldFacts::NONE; symbols.len()]);
        for (symbol, bar) in bars.iter().enumerate() {
            if let Some(bar) = bar {
                wishes[symbol].push(wish(&mut stream, symbol, bar.close));
            }
        }
    }
    wishes
}

/// The wishes after each daily close of one symbol.
pub(crate) fn wishes(strategy: &Strategy, set: &[(&str, f64)], bars: &[[f64; 5]]) -> Vec<Wish> {
    let days = (Timeframe::Day1, Ts(0));
    play(&plan(strategy, set), days, &[bars.to_vec()]).remove(0)
}

/// Bars that open, peak and end at these prices.
pub(crate) fn flat(closes: &[f64]) -> Vec<[f64; 5]> {
    closes
        .iter()
        .map(|&close| [close, close, close, close, 1.0])
        .collect()
}

/// The wishes over bars that open, peak and end at these prices.
pub(crate) fn wishes_of_closes(
    strategy: &Strategy,
    set: &[(&str, f64)],
    closes: &[f64],
) -> Vec<Wish> {
    wishes(strategy, set, &flat(closes))
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

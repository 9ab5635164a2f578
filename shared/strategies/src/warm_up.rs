//! How many bars a plan needs before its expressions are known.

use crate::program::{Program, Slot, Work};
use domain::Timeframe;

/// Bars an expression needs before it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarmUp {
    /// Where the expression stands first in the plan.
    pub path: String,
    /// It is known at this bar (counted from 0) at the latest, and from there on.
    pub bars: usize,
    /// Length of these bars: the run's own, or the longer ones it is computed on.
    pub on: Timeframe,
    /// Does an indicator in it have bars with nothing to tell, such as no swing yet? Then it may take longer.
    pub sparse: bool,
}

const MINUTE_MS: i64 = 60_000;
const DAYS_OF_A_LONG_MONTH: i64 = 31;

/// The warm-up of every expression, in the order of the program.
///
/// The numbers hold for bars without holes, and while the arithmetic gives numbers. A condition may be decided earlier:
/// one that fails decides an "all". What is known about a position is known while there is one, which counts as 0.
pub fn warm_up(program: &Program) -> Vec<WarmUp> {
    let mut known: Vec<WarmUp> = Vec::with_capacity(program.slots.len());
    for one in &program.slots {
        let (mut before, mut sparse) = (0, false);
        for slot in one.work.inputs() {
            if let Some(input) = known.get(slot.index()) {
                before = before.max(input.bars);
                sparse |= input.sparse;
            }
        }
        let bars = match &one.work {
            Work::Run { id, params, .. } => {
                let found = indicators::find(id);
                sparse |= found.is_some_and(|one| one.sparse);
                before + found.map_or(0, |one| (one.warm_up)(params))
            }
            Work::Lag { bars, .. } => before + bars,
            Work::CrossesAbove(..) => before + 1,
            Work::ForBars(_, bars) | Work::Within(_, bars) => {
                before + (*bars as usize).saturating_sub(1)
            }
            Work::Longer(of) => longer(program, *of, before),
            _ => before,
        };
        known.push(WarmUp {
            path: one.path.clone(),
            bars,
            on: frame_of(program, one.frame),
            sparse,
        });
    }
    known
}

/// The most of the run's own bars any expression needs.
pub fn longest(program: &Program) -> usize {
    warm_up(program)
        .iter()
        .filter(|one| one.on == program.timeframe)
        .map(|one| one.bars)
        .max()
        .unwrap_or(0)
}

/// Longer bars counted in the run's own; the run may begin with the first of them under way, which only helps.
fn longer(program: &Program, of: Slot, before: usize) -> usize {
    let frame = program.expression(of).map_or(0, |one| one.frame);
    let length = frame_of(program, frame);
    let own = program.timeframe.millis().max(1);
    let each = (most_millis(length) as usize).div_ceil(own as usize);
    (before + 1) * each - 1
}

/// Frames count from 1, 0 are the run's own bars.
fn frame_of(program: &Program, frame: u32) -> Timeframe {
    let longer = (frame as usize).checked_sub(1);
    let length = longer.and_then(|place| program.frames.get(place));
    length.copied().unwrap_or(program.timeframe)
}

fn most_millis(length: Timeframe) -> i64 {
    match length {
        Timeframe::Month1 => DAYS_OF_A_LONG_MONTH * 24 * 60 * MINUTE_MS,
        other => other.millis(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::causality::{Evaluator, StreamEvaluator};
    use crate::program::Setting;
    use domain::plan::{Cond, EntryOrder, Node, Plan, close, indicator};
    use domain::{Bar, Bars, Sizing, Slippage, StrategyChoice, Symbol, Ts};
    use std::collections::BTreeMap;

    fn program(plan: &Plan) -> Program {
        let setting = Setting {
            timeframe: Timeframe::Hour1,
            symbols: &[Symbol::parse("A").unwrap()],
            watched: &[],
            sizing: Sizing::whole_slot(),
            slippage: Slippage::default(),
        };
        Program::new(plan, setting).unwrap()
    }

    fn needs(when: Cond) -> usize {
        longest(&program(&Plan::long(when, EntryOrder::Market)))
    }

    #[test]
    fn adds_up_by_hand() {
        assert_eq!(needs(Cond::Always), 0);
        // The 20th close is bar 19; a cross needs one more.
        assert_eq!(needs(close().above(close().sma(20))), 19);
        assert_eq!(needs(close().crosses_above(close().sma(20))), 20);
        // RSI(14) needs 14 changes, its mean of three two more, five bars ago five more, held for four bars three more.
        let deep = close().rsi(14).sma(3).lag(5).above(50.0).for_bars(4);
        assert_eq!(needs(deep), 14 + 2 + 5 + 3);
        // Three bars of four hours end with hour 11.
        assert_eq!(needs(close().sma(3).on(Timeframe::Hour4).above(1.0)), 11);
        let swing = indicator("swings").above(1.0);
        let plan = Plan::long(swing, EntryOrder::Market);
        assert!(warm_up(&program(&plan)).iter().any(|one| one.sparse));
    }

    #[test]
    fn every_expression_of_the_library_is_known_by_then_and_some_not_before() {
        let mut bars = Bars::new(Timeframe::Hour1);
        let mut random = domain::random::Random::new(4, 0);
        // Longer than the slowest average of the library.
        for hour in 0..2_000 {
            let (open, close) = (100.0 + random.uniform(), 100.0 + random.uniform());
            let bar = Bar {
                open_time: Ts(hour * 60 * MINUTE_MS),
                open,
                high: open.max(close) + random.uniform(),
                low: open.min(close) - random.uniform(),
                close,
                volume: 1.0 + random.uniform(),
                made_up: false,
            };
            bars.push(bar).unwrap();
        }
        for strategy in crate::ALL {
            let choice = StrategyChoice::library(strategy.id, BTreeMap::new());
            let program = program(&crate::plan_of(&choice).unwrap());
            let warm = warm_up(&program);
            let columns = StreamEvaluator::new(program.clone()).values(std::slice::from_ref(&bars));
            for ((one, need), column) in program.slots.iter().zip(&warm).zip(&columns) {
                // What waits for an open has the row of the bar it opens.
                let first = need.bars + usize::from(one.at_open);
                let known = column.iter().skip(first).all(|value| !value.is_nan());
                assert!(known || need.sparse, "{}: {need:?}", strategy.id);
                if let Work::Run { .. } | Work::Lag { .. } | Work::CrossesAbove(..) = one.work {
                    let early = column.iter().take(need.bars).any(|value| value.is_nan());
                    assert!(early || need.bars == 0, "{}: {need:?}", strategy.id);
                    assert!(!column[need.bars].is_nan(), "{}: {need:?}", strategy.id);
                }
            }
        }
    }

    #[test]
    fn a_number_needs_no_bars() {
        assert_eq!(needs(Node::Number(1.0).above(0.0)), 0);
    }
}

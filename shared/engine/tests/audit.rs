//! Nothing of a plan looks ahead as columns either, and an audit says what it found.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::plan::{Held, Node, close};
use domain::{Bars, Dataset, RunSpec, Series, Span, StrategyChoice, Symbol, Timeframe, Ts, sample};
use engine::audit::{Parity, audit, band, sign_flips, words};
use engine::vector::causal::ColumnsEvaluator;
use strategies::causality::{Cuts, Evaluator, Verdict, check};
use strategies::{Cond, EntryOrder, Plan};

fn question(id: &str, symbols: usize, days: i64) -> (RunSpec, Plan, Dataset) {
    let names = sample::SYMBOLS[..symbols].iter();
    let names = names.map(|one| Symbol::parse(one.code).unwrap()).collect();
    let strategy = strategies::find(id).unwrap();
    let mut spec = strategies::defaults::spec(strategy, names, Timeframe::Hour1);
    let start = sample::SPAN.start;
    let end = Ts(start.0 + days * domain::time::DAY_MS);
    spec.market.span = Some(Span { start, end });
    let plan = strategies::plan_of(&spec.strategy).unwrap();
    let data = Dataset::sample(&spec.market).unwrap();
    (spec, plan, data)
}

fn bars(data: &Dataset) -> Vec<Bars> {
    data.series().iter().map(Series::bars).cloned().collect()
}

#[test]
fn no_strategy_looks_ahead_as_columns() {
    for strategy in strategies::ALL {
        for symbols in [1, 2] {
            let (spec, plan, data) = question(strategy.id, symbols, 30);
            let (program, _) = engine::run::compile(&spec, &plan).unwrap();
            let verdict = check(&ColumnsEvaluator::new(program), &bars(&data), Cuts::Few);
            assert!(verdict.is_causal(), "{}: {verdict:?}", strategy.id);
        }
    }
}

/// Columns that take the next open for known at the close before it.
struct TooEarly(ColumnsEvaluator);

impl Evaluator for TooEarly {
    fn names(&self) -> Vec<String> {
        self.0.names()
    }

    fn values(&self, data: &[Bars]) -> Vec<Vec<f64>> {
        let mut columns = self.0.values(data);
        for (column, at_open) in columns.iter_mut().zip(self.0.at_open()) {
            if at_open {
                column.rotate_left(1);
            }
        }
        columns
    }
}

#[test]
fn a_column_that_knows_the_next_open_at_the_close_is_named() {
    let (spec, plan, data) = question("volatility_breakout", 1, 10);
    let (program, _) = engine::run::compile(&spec, &plan).unwrap();
    let Verdict::LooksAhead { expression, .. } = check(
        &TooEarly(ColumnsEvaluator::new(program)),
        &bars(&data),
        Cuts::Few,
    ) else {
        unreachable!("it looks ahead")
    };
    assert!(
        expression.starts_with("entries[0].order.stop"),
        "{expression}"
    );
}

#[test]
fn an_audit_compares_the_engines_and_bends_the_assumptions() {
    let (spec, plan, data) = question("ema_cross", 1, 20);
    let found = audit(&spec, &plan, &data).unwrap();
    assert!(found.steps.is_causal() && found.columns.unwrap().is_causal());
    let (record, ()) = engine::run_plan(&spec, &plan, &data, ()).unwrap();
    assert_eq!(found.parity, Parity::Equal(record.trades.len()));
    let own = found
        .band
        .iter()
        .find(|row| row.fill == spec.fill && row.costs == 1.0)
        .unwrap();
    assert_eq!(own.tally.last, *record.curve.equity.last().unwrap());
    let free = found.band.iter().find(|row| row.costs == 0.0).unwrap();
    assert!(free.tally.last > own.tally.last, "costs never help");
}

#[test]
fn what_depends_on_the_position_goes_bar_by_bar_and_says_so() {
    let (mut spec, _, data) = question("ema_cross", 1, 10);
    let plan =
        Plan::long(Cond::Always, EntryOrder::Market).exit_when(Node::Held(Held::Gain).above(1.0));
    spec.strategy = StrategyChoice::Plan(Box::new(plan.clone()));
    let found = audit(&spec, &plan, &data).unwrap();
    assert!(found.columns.is_none());
    let Parity::OneWay(why) = found.parity else {
        unreachable!("columns can't express it")
    };
    assert!(why.starts_with("exits[0].signal.above.left"), "{why}");
    assert!(!sign_flips(&[]) && !band(&spec, &plan, &data).unwrap().is_empty());
}

#[test]
fn a_band_without_a_trade_says_so() {
    let (mut spec, _, data) = question("ema_cross", 1, 10);
    let plan = Plan::long(close().below(0.0), EntryOrder::Market);
    spec.strategy = StrategyChoice::Plan(Box::new(plan.clone()));
    let rows = band(&spec, &plan, &data).unwrap();
    let said = words::band(&rows).en;
    assert!(said.starts_with("Nothing was traded"), "{said}");
}

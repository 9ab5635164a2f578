//! Eight cheats that must be caught and named, and everything that ships, which must not.

use super::*;
use crate::program::{Program, Setting};
use domain::plan::{
    Best, Cond, EntryOrder, Exit, Held, Node, Plan, SymbolRef, close, high, indicator, low,
    next_open,
};
use domain::random::Random;
use domain::{Bar, Sizing, Slippage, StrategyChoice, Symbol, Timeframe};
use indicators::{Category, Indicator, Input, Kernel, boxed};
use std::collections::BTreeMap;

const HOUR_MS: i64 = 3_600_000;

/// Hourly series with holes, jumps, flat stretches, silent and made-up bars.
fn market(seed: u64, symbols: usize, hours: usize) -> Vec<Bars> {
    let series = |symbol: usize| {
        let mut random = Random::new(seed, symbol as u64);
        let mut price = 100.0 * (1.0 + random.uniform());
        let mut bars = Bars::new(Timeframe::Hour1);
        let mut flat = 0;
        for hour in 0..hours as i64 {
            if random.chance(0.04) {
                continue;
            }
            if random.chance(0.02) {
                flat = random.below(5);
            }
            flat = flat.saturating_sub(1);
            let jump = if random.chance(0.03) { 0.08 } else { 0.01 };
            let mut step = || {
                if flat == 0 {
                    price *= libm::exp(jump * random.normal());
                }
                price
            };
            let (open, one, two, close) = (step(), step(), step(), step());
            let bar = Bar {
                // A Monday at midnight UTC, so that days and weeks end inside.
                open_time: Ts(1_704_067_200_000 + hour * HOUR_MS),
                open,
                high: open.max(one).max(two).max(close),
                low: open.min(one).min(two).min(close),
                close,
                volume: if random.chance(0.05) {
                    0.0
                } else {
                    10.0 * random.uniform()
                },
                made_up: random.chance(0.03),
            };
            bars.push(bar).unwrap();
        }
        bars
    };
    (0..symbols).map(series).collect()
}

/// A column that may be a cheat, behind honest ones and in front of one that only passes its lie on.
struct Planted(fn(&RawColumns) -> Vec<f64>);

impl Evaluator for Planted {
    fn names(&self) -> Vec<String> {
        ["close", "range", "planted", "signal"]
            .map(str::to_owned)
            .to_vec()
    }

    fn values(&self, data: &[Bars]) -> Vec<Vec<f64>> {
        self.raw_values(&[RawColumns::of(&data[0])]).unwrap()
    }

    fn raw_values(&self, data: &[RawColumns]) -> Option<Vec<Vec<f64>>> {
        let bars = &data[0];
        let range = bars
            .high
            .iter()
            .zip(&bars.low)
            .map(|(high, low)| high - low);
        let planted = (self.0)(bars);
        let above = bars
            .close
            .iter()
            .zip(&planted)
            .map(|(close, line)| close - line);
        Some(vec![
            bars.close.clone(),
            range.collect(),
            planted.clone(),
            above.collect(),
        ])
    }
}

fn caught(cheat: fn(&RawColumns) -> Vec<f64>, cuts: Cuts) {
    let data = market(7, 1, 160);
    let verdict = check(&Planted(cheat), &data, cuts);
    let Verdict::LooksAhead {
        expression,
        at,
        cut,
        ..
    } = &verdict
    else {
        panic!("{verdict:?}")
    };
    assert_eq!(expression, "planted", "{verdict:?}");
    assert!(at <= cut, "{verdict:?}");
}

/// The value of row + `by`, the nearest one where there is none.
fn at(values: &[f64], row: usize, by: isize) -> f64 {
    values[row.saturating_add_signed(by).min(values.len() - 1)]
}

fn each(bars: &RawColumns, value: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..bars.close.len()).map(value).collect()
}

#[test]
fn the_next_close_is_caught() {
    let cheat = |bars: &RawColumns| each(bars, |row| at(&bars.close, row, 1));
    caught(cheat, Cuts::Few);
}

#[test]
fn a_centred_average_is_caught() {
    let cheat = |bars: &RawColumns| {
        let mean = |row| (-2..=2).map(|by| at(&bars.close, row, by)).sum::<f64>() / 5.0;
        each(bars, mean)
    };
    caught(cheat, Cuts::Few);
}

#[test]
fn a_scale_by_the_highest_of_the_whole_series_is_caught() {
    let cheat = |bars: &RawColumns| {
        let most = bars.close.iter().copied().fold(0.0, f64::max);
        each(bars, |row| bars.close[row] / most)
    };
    caught(cheat, Cuts::Few);
}

#[test]
fn a_backward_fill_is_caught() {
    // Silent bars take the price of the next one that traded.
    let cheat = |bars: &RawColumns| {
        let mut filled = each(bars, |_| f64::NAN);
        let mut next = f64::NAN;
        for row in (0..filled.len()).rev() {
            if bars.volume[row] > 5.0 {
                next = bars.close[row];
            }
            filled[row] = next;
        }
        filled
    };
    caught(cheat, Cuts::Few);
}

#[test]
fn a_longer_bar_read_before_it_closed_is_caught() {
    let cheat = |bars: &RawColumns| {
        let four_hours = |row: usize| Timeframe::Hour4.open_of(bars.open_time[row]);
        let last_of = |row: usize| {
            let same =
                (row..bars.close.len()).take_while(|other| four_hours(*other) == four_hours(row));
            bars.close[same.last().unwrap()]
        };
        each(bars, last_of)
    };
    caught(cheat, Cuts::Few);
}

#[test]
fn a_rare_peek_is_caught_when_every_bar_is_a_cut() {
    // A lowest low of five bars that includes the next bar on one bar of forty.
    let cheat = |bars: &RawColumns| {
        let lowest = |row: usize| {
            let ahead = isize::from(row % 40 == 23);
            (-4 + ahead..=ahead)
                .map(|by| at(&bars.low, row, by))
                .fold(f64::INFINITY, f64::min)
        };
        each(bars, lowest)
    };
    assert!(check(&Planted(cheat), &market(7, 1, 160), Cuts::Few).is_causal());
    caught(cheat, Cuts::Every);
}

#[test]
fn a_lag_of_minus_one_on_the_open_is_caught() {
    let cheat = |bars: &RawColumns| each(bars, |row| at(&bars.open, row, 1));
    caught(cheat, Cuts::Few);
}

#[test]
fn a_z_score_with_the_mean_of_the_whole_sample_is_caught() {
    let cheat = |bars: &RawColumns| {
        let rows = bars.close.len() as f64;
        let mean = bars.close.iter().sum::<f64>() / rows;
        let spread = bars
            .close
            .iter()
            .map(|close| (close - mean) * (close - mean));
        let deviation = (spread.sum::<f64>() / rows).sqrt();
        each(bars, |row| (bars.close[row] - mean) / deviation)
    };
    caught(cheat, Cuts::Few);
}

#[test]
fn an_honest_column_is_not_blamed() {
    let honest = |bars: &RawColumns| each(bars, |row| at(&bars.close, row, -1));
    let verdict = check(&Planted(honest), &market(7, 1, 160), Cuts::Every);
    let (bars, expressions) = match verdict {
        Verdict::Causal {
            bars, expressions, ..
        } => (bars, expressions),
        other => panic!("{other:?}"),
    };
    assert_eq!(expressions, 4);
    assert_eq!(bars, market(7, 1, 160)[0].len());
}

/// A kernel whose steps are honest and whose own column is not.
struct FastButWrong;

impl Kernel<1, 2> for FastButWrong {
    fn next(&mut self, input: [f64; 1]) -> [f64; 2] {
        [input[0]; 2]
    }

    fn column(&mut self, inputs: [&[f64]; 1], outputs: [&mut [f64]; 2]) {
        let [plain, smooth] = outputs;
        plain.copy_from_slice(inputs[0]);
        for (row, place) in smooth.iter_mut().enumerate() {
            *place = at(inputs[0], row, 1);
        }
    }
}

#[test]
fn a_kernel_that_peeks_in_its_own_column_is_named_with_its_output() {
    static CHEAT: Indicator = Indicator {
        id: "cheat",
        name: Text::new("", ""),
        category: Category::Average,
        about: Text::new("", ""),
        inputs: &[Input::Value],
        outputs: &["plain", "smooth"],
        params: &[],
        warm_up: |_| 0,
        memory: |_| indicators::Memory::Bars(0),
        sparse: false,
        kernel: |_| boxed(FastButWrong),
    };
    let verdict = check(
        &KernelColumns::new(&CHEAT, &[]),
        &market(3, 1, 60),
        Cuts::Few,
    );
    assert!(
        matches!(&verdict, Verdict::LooksAhead { expression, .. } if expression == "cheat.smooth"),
        "{verdict:?}"
    );
}

/// Reads more of the bar about to trade than its open.
struct PastTheOpen(fn(&Bar) -> f64);

impl Evaluator for PastTheOpen {
    fn names(&self) -> Vec<String> {
        vec!["level".to_owned()]
    }

    fn at_open(&self) -> Vec<bool> {
        vec![true]
    }

    fn values(&self, data: &[Bars]) -> Vec<Vec<f64>> {
        let rows = 0..data[0].len();
        vec![
            rows.map(|row| (self.0)(&data[0].get(row).unwrap()))
                .collect(),
        ]
    }
}

#[test]
fn a_level_may_read_the_next_open_and_nothing_else_of_that_bar() {
    let data = market(11, 1, 80);
    assert!(check(&PastTheOpen(|bar| bar.open), &data, Cuts::Every).is_causal());
    for read in [
        |bar: &Bar| bar.high,
        |bar: &Bar| bar.low,
        |bar: &Bar| bar.close,
        |bar: &Bar| bar.volume,
    ] {
        assert!(!check(&PastTheOpen(read), &data, Cuts::Few).is_causal());
    }
}

fn evaluator(plan: &Plan, symbols: usize) -> StreamEvaluator {
    let names = ["A", "B", "C"].map(|name| Symbol::parse(name).unwrap());
    let setting = Setting {
        timeframe: Timeframe::Hour1,
        symbols: &names[..symbols],
        watched: &[],
        sizing: Sizing::whole_slot(),
        slippage: Slippage::default(),
    };
    StreamEvaluator::new(Program::new(plan, setting).unwrap())
}

#[test]
fn every_strategy_of_the_library_is_causal() {
    for strategy in crate::ALL {
        let choice = StrategyChoice::library(strategy.id, BTreeMap::new());
        let plan = crate::plan_of(&choice).unwrap();
        let (one, several) = (evaluator(&plan, 1), evaluator(&plan, 3));
        for verdict in [
            check(&one, &market(1, 1, 100), Cuts::Every),
            check(&several, &market(2, 3, 400), Cuts::Few),
        ] {
            assert!(verdict.is_causal(), "{}: {verdict:?}", strategy.id);
        }
    }
}

#[test]
fn a_plan_with_every_kind_of_node_is_causal() {
    let ranked = indicator("roc")
        .with("period", 6.0)
        .rank(Best::Highest)
        .at_most(2.0);
    let leads = close()
        .of_symbol(SymbolRef::First)
        .crosses_above(close().sma(4).of_symbol(SymbolRef::First));
    let slow = close()
        .above(close().ema(3).on(Timeframe::Hour4))
        .for_bars(2)
        .within(5);
    let hours = Cond::Hours {
        zone: domain::zones::Zone::Seoul,
        opens: 540,
        closes: 60,
    };
    let level = next_open()
        + (high() - low())
            .max(0.5)
            .min(close() * 0.1)
            .when(hours.clone(), 1.0);
    let leave = Node::Held(Held::Gain)
        .above(3.0)
        .or(Node::Held(Held::Highest).above(close().lag(2) * 1.05));
    let plan = Plan::long(
        ranked.or(leads).and(slow).or(hours),
        EntryOrder::Stop(level),
    )
    .exit(Exit::Signal(leave));
    let evaluator = evaluator(&plan, 3);
    assert!(evaluator.at_open().contains(&true));
    for seed in 0..3 {
        let verdict = check(&evaluator, &market(seed, 3, 120), Cuts::Every);
        assert!(verdict.is_causal(), "{verdict:?}");
    }
}

#[test]
fn every_indicator_is_causal_at_every_bar() {
    let short = market(5, 2, 64);
    for one in indicators::ALL {
        let verdict = check(&KernelColumns::new(one, &[]), &short, Cuts::Every);
        assert!(verdict.is_causal(), "{}: {verdict:?}", one.id);
    }
}

#[test]
fn every_indicator_is_causal_once_it_is_warm() {
    let long = market(6, 2, 400);
    for one in indicators::ALL {
        let columns = KernelColumns::new(one, &[]);
        let verdict = check(&columns, &long, Cuts::Few);
        assert!(verdict.is_causal(), "{}: {verdict:?}", one.id);
        // A column that is never known would pass whatever it does.
        for (name, column) in columns.names().iter().zip(columns.values(&long)) {
            assert!(
                column.iter().any(|value| !value.is_nan()),
                "{name} is never known"
            );
        }
    }
}

#[test]
fn every_poison_changes_the_future_and_leaves_the_past() {
    let bars = &market(9, 1, 60)[0];
    let cut = 30;
    let last = bars.get(cut).unwrap();
    let future = Future {
        last: last.open_time,
        end: None,
    };
    let rows = |bars: &Bars| {
        (0..bars.len())
            .map(|row| bars.get(row).unwrap())
            .collect::<Vec<_>>()
    };
    for poison in Poison::ALL {
        let (real, other) = (rows(bars), rows(&poison.apply(bars, future)));
        assert_eq!(real[..=cut], other[..=cut], "{poison:?}");
        assert_ne!(real[cut + 1..], other[cut + 1..], "{poison:?}");
        let (next, other_next) = (real.get(cut + 1), other.get(cut + 1));
        let opens = (next.map(|bar| bar.open), other_next.map(|bar| bar.open));
        assert_eq!(opens.0 == opens.1, poison.keeps_next_open(), "{poison:?}");
        let left = match poison {
            Poison::CutOff => cut + 1,
            Poison::Holes => cut + 1 + (real.len() - cut - 1) / 2,
            _ => real.len(),
        };
        assert_eq!(other.len(), left, "{poison:?}");
    }
}

#[test]
fn nothing_to_cut_is_causal() {
    let evaluator = evaluator(&Plan::long(Cond::Always, EntryOrder::Market), 1);
    let verdict = check(&evaluator, &market(1, 1, 1), Cuts::Few);
    assert!(
        matches!(verdict, Verdict::Causal { cuts: 0, .. }),
        "{verdict:?}"
    );
    assert!(check(&evaluator, &[], Cuts::Every).is_causal());
}

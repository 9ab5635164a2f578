//! Everything that can be asked about the honesty of one run: looking ahead, warm-up, both engines, and what other fills would make of it.

pub mod words;

use crate::run::{RunError, check_data, compile, run_plan};
use crate::vector::causal::ColumnsEvaluator;
use crate::vector::{self, Route, Sweep};
use domain::{Bars, Bps, Costs, Dataset, FillPolicy, RunSpec, Series, Tally};
use strategies::Plan;
use strategies::causality::{Cuts, StreamEvaluator, Verdict, check};
use strategies::warm_up::{WarmUp, warm_up};

/// What an audit found.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Does any expression look ahead, bar by bar?
    pub steps: Verdict,
    /// Does any look ahead as a column? `None` when columns can't express the plan.
    pub columns: Option<Verdict>,
    /// When each expression is known.
    pub warm_up: Vec<WarmUp>,
    /// Do both engines tell the same story?
    pub parity: Parity,
    /// The same run under other assumptions.
    pub band: Vec<BandRow>,
}

/// What both engines say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parity {
    /// The same, to the bit: so many trades.
    Equal(usize),
    /// The vectorised engine went bar by bar itself, and why.
    OneWay(String),
    /// They differ: a fault of ours. The first trade that does, counted from 0, or `None` for something else.
    Differs(Option<usize>),
}

/// One assumption and what it makes of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct BandRow {
    /// How orders fill.
    pub fill: FillPolicy,
    /// Fees and slippage ÷ those of the question.
    pub costs: f64,
    /// Sums of that run.
    pub tally: Tally,
}

impl BandRow {
    /// Equity at the end ÷ cash at the start − 1.
    pub fn total_return(&self) -> f64 {
        self.tally.last / self.tally.start - 1.0
    }
}

/// Multiples of fees and slippage in a band.
const COSTS: [f64; 4] = [0.0, 1.0, 2.0, 4.0];

/// Bars on which every single bar is a cut.
const EVERY: usize = 160;

/// Bars on which a few are.
const FEW: usize = 5_000;

/// Audits a run.
pub fn audit(spec: &RunSpec, plan: &Plan, data: &Dataset) -> Result<Audit, RunError> {
    audit_telling(spec, plan, data, |_| ())
}

/// Parts of an audit, for whoever shows how far it is.
pub const PARTS: u32 = 4;

/// The same, telling how many of its parts are done.
pub fn audit_telling(
    spec: &RunSpec,
    plan: &Plan,
    data: &Dataset,
    mut done: impl FnMut(u32),
) -> Result<Audit, RunError> {
    check_data(spec, data)?;
    let (program, _) = compile(spec, plan)?;
    done(0);
    let parity = parity(spec, plan, data)?;
    done(1);
    let band = band(spec, plan, data)?;
    done(2);
    let steps = ahead(&StreamEvaluator::new(program.clone()), data);
    done(3);
    let columns = (!program.slots.iter().any(|one| one.held))
        .then(|| ahead(&ColumnsEvaluator::new(program.clone()), data));
    done(PARTS);
    Ok(Audit {
        steps,
        columns,
        warm_up: warm_up(&program),
        parity,
        band,
    })
}

/// The same run under every way to fill its data allow, and at other costs under its own.
pub fn band(spec: &RunSpec, plan: &Plan, data: &Dataset) -> Result<Vec<BandRow>, RunError> {
    let replayed = data.series().iter().all(|one| one.inside().is_some());
    let fills = FillPolicy::ALL.into_iter();
    let fills = fills.filter(|fill| *fill != FillPolicy::Intrabar || replayed);
    let fills = fills.map(|fill| (fill, 1.0));
    let costs = COSTS.into_iter().filter(|times| *times != 1.0);
    let costs = costs.map(|times| (spec.fill, times));
    fills
        .chain(costs)
        .map(|(fill, costs)| {
            let mut other = spec.clone();
            other.fill = fill;
            other.costs = scaled(spec.costs, costs);
            let tally = Sweep::new(&other, data)?.tally(plan)?.tally;
            Ok(BandRow { fill, costs, tally })
        })
        .collect()
}

/// Does the sign of the result hang on an assumption?
pub fn sign_flips(band: &[BandRow]) -> bool {
    let gains = |row: &BandRow| row.total_return() > 0.0;
    band.iter().any(gains) && !band.iter().all(gains)
}

fn scaled(costs: Costs, times: f64) -> Costs {
    let scale = |bps: Bps| Bps::new((bps.get() * times).min(10_000.0)).unwrap_or(bps);
    let slippage = match costs.slippage {
        domain::Slippage::Bps(bps) => domain::Slippage::Bps(scale(bps)),
        domain::Slippage::Atr { share, period } => domain::Slippage::Atr {
            share: (share * times).min(1.0),
            period,
        },
        domain::Slippage::Impact {
            base,
            at_full_volume,
        } => domain::Slippage::Impact {
            base: scale(base),
            at_full_volume: scale(at_full_volume),
        },
    };
    Costs {
        fee: scale(costs.fee),
        maker_fee: scale(costs.maker_fee),
        half_spread: scale(costs.half_spread),
        slippage,
        ..costs
    }
}

fn parity(spec: &RunSpec, plan: &Plan, data: &Dataset) -> Result<Parity, RunError> {
    let (event, ()) = run_plan(spec, plan, data, ())?;
    let outcome = vector::run(spec, plan, data)?;
    let pairs = event.trades.iter().zip(&outcome.record.trades);
    Ok(match outcome.route {
        Route::Event(why) => Parity::OneWay(why),
        Route::Vector if event == outcome.record => Parity::Equal(event.trades.len()),
        Route::Vector => Parity::Differs(pairs.into_iter().position(|(a, b)| a != b)),
    })
}

/// A few cuts over many bars, and every bar of some.
fn ahead(evaluator: &dyn strategies::causality::Evaluator, data: &Dataset) -> Verdict {
    let first = |most: usize| -> Vec<Bars> {
        let bars = data.series().iter().map(Series::bars);
        bars.map(|bars| bars.slice(0..bars.len().min(most)))
            .collect()
    };
    match check(evaluator, &first(FEW), Cuts::Few) {
        Verdict::Causal { bars, cuts, .. } => match check(evaluator, &first(EVERY), Cuts::Every) {
            Verdict::Causal {
                cuts: more,
                expressions,
                ..
            } => Verdict::Causal {
                bars,
                cuts: cuts + more,
                expressions,
            },
            guilty => guilty,
        },
        guilty => guilty,
    }
}

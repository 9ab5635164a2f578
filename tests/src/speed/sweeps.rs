//! Sweeps: 576 crosses of averages over the same bars, plain and with stops, targets and trailing stops.

use super::{Go, LONG, Limits, Part, Work, check, market};
use domain::plan::{Distance, Exit, TrailBy};
use domain::{Dataset, RunSpec, Source, Timeframe, Venue};
use engine::vector::Sweep;
use strategies::{Plan, defaults};

/// Lengths of each of the two averages.
const LENGTHS: usize = 24;

/// Ways out besides the cross back, in percent; 0 is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ways {
    /// Protective stop.
    pub stop: f64,
    /// Target.
    pub target: f64,
    /// Trailing stop behind the best price.
    pub trail: f64,
}

/// The question every set is asked under.
pub fn question(data: &Dataset) -> Result<RunSpec, String> {
    let strategy = strategies::find("ema_cross").ok_or("there is no ema_cross")?;
    let symbols = data.series().iter().map(|one| one.instrument().symbol);
    let mut spec = defaults::spec(strategy, symbols.collect(), Timeframe::Hour1);
    spec.market.source = Source::Given(Venue::Sample);
    Ok(spec)
}

/// The crosses of so many fast averages with so many slow ones.
pub fn sets(spec: &RunSpec, lengths: [usize; 2], ways: Ways) -> Result<Vec<Plan>, String> {
    let mut choice = spec.strategy.clone();
    let mut plans = Vec::new();
    for fast in 0..lengths[0] {
        for slow in 0..lengths[1] {
            choice.set("fast", 5.0 + fast as f64);
            choice.set("slow", 40.0 + 8.0 * slow as f64);
            let plan = strategies::plan_of(&choice).map_err(|error| error.to_string())?;
            plans.push(with(plan, ways));
        }
    }
    Ok(plans)
}

fn with(mut plan: Plan, ways: Ways) -> Plan {
    plan = plan.stop_loss(ways.stop);
    if ways.target > 0.0 {
        plan = plan.exit(Exit::target(Distance::Percent(ways.target)));
    }
    if ways.trail > 0.0 {
        plan = plan.exit(Exit::trail(TrailBy::Percent(ways.trail)));
    }
    plan
}

pub(super) fn works() -> Vec<Work> {
    let none = Ways::default();
    let stop = Ways { stop: 3.0, ..none };
    let target = Ways {
        target: 6.0,
        ..stop
    };
    let trail = Ways { trail: 5.0, ..none };
    let plain = Limits {
        native: Some(200.0),
        workers: Some(250.0),
        ..Limits::default()
    };
    let guarded = Limits {
        workers: Some(1_500.0),
        ..Limits::default()
    };
    vec![
        work("576 crosses", none, plain),
        work("576 crosses, stop", stop, guarded),
        work("576 crosses, stop and target", target, guarded),
        work("576 crosses, trailing stop", trail, guarded),
    ]
}

fn work(name: &str, ways: Ways, limits: Limits) -> Work {
    Work {
        name: name.to_owned(),
        units: LENGTHS * LENGTHS * LONG,
        unit: "set-bars",
        limits,
        splits: true,
        prepare: Box::new(move || prepare(ways)),
    }
}

fn prepare(ways: Ways) -> Result<Go, String> {
    let data = market(LONG, 1)?;
    let spec = question(&data)?;
    let plans = sets(&spec, [LENGTHS, LENGTHS], ways)?;
    equal(&spec, &plans, &data)?;
    Ok(Box::new(move |part| {
        // It has answered for some of the sets already.
        sweep(&spec, &plans, &data, part).unwrap_or_default()
    }))
}

/// The numbers of each set of a part, as the page would show them; answers with the trades of all.
fn sweep(
    spec: &RunSpec,
    plans: &[Plan],
    data: &Dataset,
    part: Part,
) -> Result<usize, engine::RunError> {
    let own = plans.iter().enumerate().filter(|(set, _)| part.has(*set));
    let own: Vec<Plan> = own.map(|(_, plan)| plan.clone()).collect();
    let mut trades = 0;
    for swept in Sweep::new(spec, data)?.tallies(&own) {
        let tally = swept?.tally;
        std::hint::black_box(metrics::tallied(&tally));
        trades += tally.trades.count as usize;
    }
    Ok(trades)
}

/// A few sets from one end to the other, swept together and run one by one by the event-driven engine.
fn equal(spec: &RunSpec, plans: &[Plan], data: &Dataset) -> Result<(), String> {
    let some: Vec<Plan> = plans.iter().step_by(plans.len() / 4 - 1).cloned().collect();
    let mut sweep = Sweep::new(spec, data).map_err(|error| error.to_string())?;
    for (place, (plan, swept)) in some.iter().zip(sweep.tallies(&some)).enumerate() {
        let swept = swept.map_err(|error| error.to_string())?;
        let run = engine::run_plan(spec, plan, data, ());
        let (record, ()) = run.map_err(|error| error.to_string())?;
        check::same(&swept.tally, &record).map_err(|wrong| format!("set {place}: {wrong}"))?;
    }
    Ok(())
}

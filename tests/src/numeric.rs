//! Numeric cases: each checks itself and gives a digest that must be equal natively, in wasm and in the page.

use crate::specs::RandomRun;
use crate::{market, runs, specs};
use domain::random::Random;
use domain::{
    Dataset, Digest, FillPolicy, Param, ParamKind, RunReport, RunSpec, Symbol, Timeframe, sample,
};
use engine::{Event, Ledger, Observer};
use indicators::{Indicator, Input};
use strategies::defaults;

/// One case.
pub struct Case {
    /// Name in the output.
    pub name: String,
    /// Checks, then names what was computed.
    pub run: Box<dyn Fn() -> Result<Digest, String>>,
}

/// Every case, in a fixed order.
pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("libm: exp, log, pow, sin", transcendental),
        case("random: uniform and normal", random_streams),
        case("metrics: closed forms", closed_forms),
    ];
    for known in sample::SYMBOLS {
        for timeframe in sample::TIMEFRAMES {
            let name = format!("sample: {} {timeframe}", known.code);
            cases.push(Case {
                name,
                run: Box::new(move || sample_bars(known.code, timeframe)),
            });
        }
    }
    for indicator in indicators::ALL {
        let name = format!("indicator: {}", indicator.id);
        cases.push(Case {
            name,
            run: Box::new(move || indicator_columns(indicator)),
        });
    }
    for spec in report_specs() {
        let name = format!("report: {}", name_of(&spec));
        cases.push(Case {
            name,
            run: Box::new(move || report_hash(&spec)),
        });
    }
    match runs::kept() {
        Err(error) => cases.push(Case {
            name: "golden runs".to_owned(),
            run: Box::new(move || Err(error.clone())),
        }),
        Ok(runs) => cases.extend(runs.into_iter().map(|run| Case {
            name: format!("golden run: {}", run.name),
            run: Box::new(move || runs::answer(&run.spec).map(|answer| answer.report)),
        })),
    }
    for seed in 0..16 {
        let name = format!("report: random market {seed}");
        cases.push(Case {
            name,
            run: Box::new(move || random_report(seed)),
        });
    }
    cases
}

/// The run the page opens with; its report hash is shown there and must be this one.
pub fn opening_spec() -> Option<RunSpec> {
    let strategy = strategies::find(defaults::STRATEGY)?;
    let symbol = Symbol::parse(sample::SYMBOLS[0].code).ok()?;
    Some(defaults::spec(strategy, vec![symbol], Timeframe::Day1))
}

fn case(name: &str, run: fn() -> Result<Digest, String>) -> Case {
    Case {
        name: name.to_owned(),
        run: Box::new(run),
    }
}

fn ensure(holds: bool, words: impl Fn() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(words()) }
}

fn digest_of(values: &[f64]) -> Digest {
    let bytes: Vec<u8> = values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    Digest::of(&bytes)
}

fn transcendental() -> Result<Digest, String> {
    let mut random = Random::new(1, 1);
    let values: Vec<f64> = (0..20_000)
        .flat_map(|_| {
            let x = random.uniform() * 50.0 + 1e-9;
            [
                libm::exp(-x),
                libm::log(x),
                libm::pow(x, 0.37),
                libm::sin(x),
            ]
        })
        .collect();
    ensure(libm::pow(1.5, 2.0) == 2.25, || "1.5² is not 2.25".into())?;
    Ok(digest_of(&values))
}

fn random_streams() -> Result<Digest, String> {
    let mut random = Random::new(42, 7);
    let values: Vec<f64> = (0..10_000)
        .map(|_| random.uniform() + random.normal())
        .collect();
    ensure(values.iter().all(|value| value.is_finite()), || {
        "a draw is not finite".into()
    })?;
    Ok(digest_of(&values))
}

fn sample_bars(code: &str, timeframe: Timeframe) -> Result<Digest, String> {
    let symbol = Symbol::parse(code).map_err(|error| error.to_string())?;
    let bars = sample::bars(&symbol, timeframe).ok_or("no such symbol")?;
    let bars = bars.map_err(|error| error.to_string())?;
    ensure(bars.len() > 2000, || format!("only {} bars", bars.len()))?;
    Ok(bars.digest())
}

/// The columns of an indicator with its defaults and with short lengths; the laws of each are tested beside them.
fn indicator_columns(indicator: &Indicator) -> Result<Digest, String> {
    let data = market::random_market(5, 2, 600);
    let bars = data.series()[0].bars();
    let time: Vec<f64> = bars.open_time().iter().map(|time| *time as f64).collect();
    let rows = bars.len().min(data.series()[1].bars().len());
    let column = |input: &Input| match input {
        Input::Open => bars.open(),
        Input::High => bars.high(),
        Input::Low => bars.low(),
        Input::Value | Input::Close => bars.close(),
        Input::Volume => bars.volume(),
        Input::Time => &time,
        Input::Other => data.series()[1].bars().close(),
    };
    let inputs: Vec<&[f64]> = indicator
        .inputs
        .iter()
        .map(|input| &column(input)[..rows])
        .collect();
    let mut all = Vec::new();
    for shortened in [false, true] {
        let short = |param: &Param| match param.kind {
            ParamKind::Int { min, default, .. } if shortened => default.min(min + 3) as f64,
            _ => param.default(),
        };
        let params: Vec<f64> = indicator.params.iter().map(short).collect();
        for column in indicator.columns(&params, &inputs) {
            let finite = |value: &&f64| !value.is_nan();
            let beginning = column
                .iter()
                .position(|value| !value.is_nan())
                .unwrap_or(rows);
            all.push(beginning as f64);
            all.extend(column.iter().filter(finite));
        }
    }
    ensure(all.iter().all(|value| value.is_finite()), || {
        format!("{}: a value is infinite", indicator.id)
    })?;
    Ok(digest_of(&all))
}

fn report_specs() -> Vec<RunSpec> {
    let symbols: Vec<Symbol> = sample::SYMBOLS
        .iter()
        .filter_map(|known| Symbol::parse(known.code).ok())
        .collect();
    let mut specs = Vec::new();
    for strategy in strategies::ALL {
        for timeframe in sample::TIMEFRAMES {
            for fill in FillPolicy::ALL {
                // Only the days of the sample market have shorter bars inside.
                let intrabar = fill == FillPolicy::Intrabar;
                if intrabar && timeframe != Timeframe::Day1 {
                    continue;
                }
                // Hours take longest: there, and for several symbols, the strategy's own policy is enough.
                let own = fill == strategy.fill;
                if timeframe != Timeframe::Day1 && !own {
                    continue;
                }
                let counts = if own { &[1, 4][..] } else { &[1] };
                for symbols in counts.iter().filter_map(|count| symbols.get(..*count)) {
                    let mut spec = defaults::spec(strategy, symbols.to_vec(), timeframe);
                    spec.market.inside = intrabar.then_some(Timeframe::Hour1);
                    specs.push(RunSpec { fill, ..spec });
                }
            }
        }
        let mut stopped = defaults::spec(strategy, symbols[..2].to_vec(), Timeframe::Day1);
        if stopped.strategy.param("stop").is_some() {
            stopped.strategy.set("stop", 3.0);
            specs.push(stopped);
        }
    }
    specs
}

fn name_of(spec: &RunSpec) -> String {
    let stop = spec.strategy.param("stop").unwrap_or(0.0);
    let (id, market) = (spec.strategy.id().unwrap_or("plan"), &spec.market);
    let (count, timeframe, fill) = (market.symbols.len(), market.timeframe, spec.fill.id());
    format!("{id} {timeframe} {fill} {count} symbols stop {stop}")
}

/// Runs a spec on the sample market.
pub fn report_of(spec: &RunSpec) -> Result<RunReport, String> {
    let data = Dataset::sample(&spec.market).map_err(|error| error.to_string())?;
    let record = engine::run(spec, &data).map_err(|error| error.to_string())?;
    Ok(metrics::report(record))
}

fn report_hash(spec: &RunSpec) -> Result<Digest, String> {
    let report = report_of(spec)?;
    let traded = !report.record.trades.is_empty();
    ensure(traded || must_be_silent(spec), || "no trades".into())?;
    let columns = vector_record(spec)?;
    ensure(columns == report.record, || "the engines differ".into())?;
    let again = RunReport::from_bytes(&report.bytes()).map_err(|error| error.to_string())?;
    ensure(again == report, || "the bytes do not read back".into())?;
    Ok(report.hash())
}

/// A rule that can find nothing to trade in this market.
fn must_be_silent(spec: &RunSpec) -> bool {
    match spec.strategy.id() {
        // The first minutes of a session are not to be seen in a bar of a day.
        Some("opening_range_breakout") => spec.market.timeframe == Timeframe::Day1,
        // A pair has two sides.
        Some("pairs_spread") => spec.market.symbols.len() < 2,
        _ => false,
    }
}

fn vector_record(spec: &RunSpec) -> Result<domain::RunRecord, String> {
    let data = Dataset::sample(&spec.market).map_err(|error| error.to_string())?;
    let plan = strategies::plan_of(&spec.strategy).map_err(|error| error.to_string())?;
    let outcome = engine::vector::run(spec, &plan, &data).map_err(|error| error.to_string())?;
    Ok(outcome.record)
}

fn random_report(seed: u64) -> Result<Digest, String> {
    let RandomRun { spec, plan, data } = specs::random_run(seed, 4, 900);
    let (mut worst, mut turnover): (f64, f64) = (0.0, spec.cash.get());
    let look = |event: &Event, ledger: &Ledger| {
        if let Event::Filled(fill) = event {
            turnover += (fill.price * fill.qty).get();
        }
        worst = worst.max(ledger.law_gap() / turnover);
    };
    let record = engine::run_plan(&spec, &plan, &data, Observer(look)).map(|done| done.0);
    let record = record.map_err(|error| error.to_string())?;
    ensure(worst < 1e-9, || {
        format!("the ledger's law is off by {worst}")
    })?;
    Ok(metrics::report(record).hash())
}

/// Metrics of an account that goes 100, 110, 99, 99: returns +10 %, −10 %, 0.
fn closed_forms() -> Result<Digest, String> {
    let mut record = report_of(&opening_spec().ok_or("no opening spec")?)?.record;
    let day = domain::time::DAY_MS;
    record.start = domain::Cash::new(100.0).map_err(|error| error.to_string())?;
    record.curve = domain::Curve {
        time: (0..4).map(|index| index * day).collect(),
        equity: vec![100.0, 110.0, 99.0, 99.0].into(),
        drawdown: vec![0.0, 0.0, 99.0 / 110.0 - 1.0, 99.0 / 110.0 - 1.0].into(),
        worst: vec![100.0, 110.0, 99.0, 99.0].into(),
        benchmark: vec![100.0; 4].into(),
    };
    record.trades.clear();
    record.bars_in_market = 2;
    let report = metrics::report(record);
    let mut values = Vec::new();
    // sd of {0.1, −0.1, 0} over n − 1 is 0.1; downside is √(0.01 ÷ 3).
    for (id, want) in [
        ("total_return", -0.01),
        ("cagr", libm::pow(0.99, 365.0 / 3.0) - 1.0),
        ("max_drawdown", -0.1),
        ("volatility", 0.1 * 365.0_f64.sqrt()),
        ("longest_drawdown", 2.0),
        ("trades", 0.0),
        ("exposure", 2.0 / 3.0),
    ] {
        let got = report
            .metric(id)
            .ok_or(id)?
            .map_err(|reason| format!("{id}: {reason:?}"))?;
        ensure((got - want).abs() < 1e-12, || {
            format!("{id}: {got}, expected {want}")
        })?;
        values.push(got);
    }
    let sharpe = report.metric("sharpe").ok_or("sharpe")?;
    ensure(sharpe.is_ok_and(|value| value.abs() < 1e-12), || {
        format!("sharpe: {sharpe:?}")
    })?;
    for id in ["win_rate", "profit_factor", "expectancy", "best_trade"] {
        let got = report.metric(id).ok_or(id)?;
        ensure(got == Err(domain::Undefined::NoTrades), || {
            format!("{id}: {got:?}")
        })?;
    }
    Ok(digest_of(&values))
}

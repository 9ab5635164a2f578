//! Indicators, metrics and statistics over long series.

use super::{Go, LONG, Limits, Work};
use domain::random::Random;
use domain::time::DAY_MS;
use domain::{
    Annualisation, Cash, Curve, Digest, ENGINE_VERSION, Execution, Price, Qty, Reason, RunRecord,
    Side, Symbol, Trade, Ts,
};
use indicators::Input;
use metrics::{Facts, Summary};
use research::matrix::Matrix;
use research::monte_carlo::{Draw, Outlook, Simulation};
use research::overfitting::{Cscv, Overfitting};

/// What is computed from bars and from results.
pub fn numbers() -> Vec<Work> {
    let mut works = Vec::new();
    for id in ["sma", "ema", "rsi", "atr", "bbands", "macd"] {
        let sampled = Columns::sample().map_or(0, |columns| columns.close.len());
        let name = format!("{id} (sample, 1h)");
        works.push(work(&name, sampled, "bars", None, || {
            indicator(id, Columns::sample()?)
        }));
        let name = format!("{id} (random)");
        works.push(work(&name, LONG, "bars", None, || {
            indicator(id, Columns::random(LONG))
        }));
    }
    let all = format!("all {} metrics, {TRADES} trades", metrics::METRICS.len());
    works.push(work(&all, LONG, "bars", None, report));
    works.push(work("one-pass summary", LONG, "bars", None, summary));
    let name = format!("PBO, {SETS} sets, {BLOCKS} blocks");
    works.push(work(&name, 12_870, "splits", Some(1_000.0), overfitting));
    for draw in [Draw::Resample, Draw::Reshuffle, Draw::Blocks { length: 10 }] {
        let name = format!("monte carlo, 500 trades, {draw:?}");
        works.push(work(&name, PATHS, "paths", Some(50.0), move || {
            monte_carlo(draw)
        }));
    }
    works
}

fn work(
    name: &str,
    units: usize,
    unit: &'static str,
    worker: Option<f64>,
    prepare: impl Fn() -> Result<Go, String> + 'static,
) -> Work {
    Work {
        name: name.to_owned(),
        units,
        unit,
        limits: Limits {
            worker,
            ..Limits::default()
        },
        splits: false,
        prepare: Box::new(prepare),
    }
}

/// The columns indicators read.
struct Columns {
    high: Vec<f64>,
    low: Vec<f64>,
    close: Vec<f64>,
}

impl Columns {
    fn random(rows: usize) -> Columns {
        let mut random = Random::named(1, "speed", 0);
        let mut close: Vec<f64> = Vec::with_capacity(rows);
        let mut price: f64 = 100.0;
        for _ in 0..rows {
            price *= 1.0 + 0.005 * random.normal();
            close.push(price);
        }
        Columns {
            high: close.iter().map(|close| close * 1.004).collect(),
            low: close.iter().map(|close| close * 0.997).collect(),
            close,
        }
    }

    fn sample() -> Result<Columns, String> {
        let code = domain::sample::SYMBOLS[0].code;
        let symbol = Symbol::parse(code).map_err(|error| error.to_string())?;
        let bars = domain::sample::bars(&symbol, domain::Timeframe::Hour1).ok_or("no sample")?;
        let bars = bars.map_err(|error| error.to_string())?;
        Ok(Columns {
            high: bars.high().to_vec(),
            low: bars.low().to_vec(),
            close: bars.close().to_vec(),
        })
    }

    fn of(&self, input: Input) -> &[f64] {
        match input {
            Input::High => &self.high,
            Input::Low => &self.low,
            _ => &self.close,
        }
    }
}

fn indicator(id: &str, columns: Columns) -> Result<Go, String> {
    let indicator = indicators::find(id).ok_or_else(|| format!("there is no {id}"))?;
    let params = indicator.defaults();
    let rows = columns.close.len();
    let inputs = |columns: &Columns| -> Vec<Vec<f64>> {
        let column = |input: &Input| columns.of(*input).to_vec();
        indicator.inputs.iter().map(column).collect()
    };
    let inputs = inputs(&columns);
    let mut outputs = vec![vec![0.0; rows]; indicator.outputs.len()];
    let run = {
        let params = params.clone();
        let inputs = inputs.clone();
        move |outputs: &mut [Vec<f64>]| {
            let read: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
            let mut write: Vec<&mut [f64]> = outputs.iter_mut().map(Vec::as_mut_slice).collect();
            (indicator.kernel)(&params).column(&read, &mut write);
        }
    };
    run(&mut outputs);
    let mut kernel = (indicator.kernel)(&params);
    let mut step = vec![f64::NAN; outputs.len()];
    for row in 0..rows {
        let input: Vec<f64> = inputs.iter().map(|column| column[row]).collect();
        kernel.step(&input, &mut step);
        for (value, column) in step.iter().zip(&outputs) {
            if value.to_bits() != column[row].to_bits() && !value.is_nan() {
                return Err(format!("{}: row {row} differs from its step", indicator.id));
            }
        }
    }
    Ok(Box::new(move |_| {
        run(&mut outputs);
        std::hint::black_box(&outputs).len()
    }))
}

const HOUR_MS: i64 = DAY_MS / 24;
const TRADES: usize = 2_000;

/// An account of 180,000 hours and 2,000 trades.
fn record() -> Result<RunRecord, String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let mut random = Random::named(2, "speed", 0);
    let (mut time, mut equities, mut drawdowns) = (Vec::new(), Vec::new(), Vec::new());
    let (mut worsts, mut others) = (Vec::new(), Vec::new());
    let (mut equity, mut peak): (f64, f64) = (1e7, 1e7);
    let mut other = equity;
    for bar in 0..=LONG {
        time.push(bar as i64 * HOUR_MS);
        equities.push(equity);
        peak = peak.max(equity);
        drawdowns.push(equity / peak - 1.0);
        worsts.push(equity * (1.0 - 0.002 * random.uniform()));
        others.push(other);
        equity *= 1.0 + 0.00001 + 0.002 * random.normal();
        other *= 1.0 + 0.003 * random.normal();
    }
    let symbol = Symbol::parse("SPEED").map_err(|error| said(&error))?;
    let cash = |value: f64| Cash::new(value).map_err(|error| said(&error));
    let mut trades = Vec::new();
    for index in 0..TRADES {
        let return_ratio = 0.02 * random.normal();
        let at = |bar: usize, reason| -> Result<Execution, String> {
            Ok(Execution {
                signal_time: Ts(bar as i64 * HOUR_MS),
                time: Ts((bar as i64 + 1) * HOUR_MS),
                price: Price::new(100.0).map_err(|error| said(&error))?,
                fee: cash(500.0)?,
                reason,
            })
        };
        trades.push(Trade {
            symbol,
            side: Side::Buy,
            qty: Qty::new(1e4).map_err(|error| said(&error))?,
            entry: at(index * 90, Reason::EntrySignal)?,
            exit: at(index * 90 + 40, Reason::ExitSignal)?,
            fees: cash(1_000.0)?,
            funding: cash(0.0)?,
            pnl: cash(1e6 * return_ratio)?,
            return_ratio,
            bars_held: 40,
            open: false,
            worst: -0.01 * random.uniform(),
            best: 0.01 * random.uniform(),
            risk: None,
        });
    }
    Ok(RunRecord {
        spec_hash: Digest::of(b"speed"),
        data_hash: Digest::of(b"speed"),
        engine: ENGINE_VERSION,
        annualisation: Annualisation::chosen(365.0 * 24.0),
        start: cash(1e7)?,
        curve: Curve {
            time,
            equity: equities.into(),
            drawdown: drawdowns.into(),
            worst: worsts.into(),
            benchmark: others.into(),
        },
        trades,
        bars_in_market: 80_000,
        slippage_paid: cash(0.0)?,
        funding_paid: cash(0.0)?,
        refusals: Vec::new(),
        cuts: Vec::new(),
    })
}

fn report() -> Result<Go, String> {
    let record = record()?;
    let facts = Facts::of(&record);
    let value = |id: &str| metrics::find(id).map(|metric| metric.value(&facts));
    let ends = record.curve.equity[LONG] / record.curve.equity[0] - 1.0;
    let total = value("total_return").and_then(Result::ok);
    if total.is_none_or(|total| (total - ends).abs() > 1e-12 * ends.abs().max(1.0)) {
        return Err(format!(
            "the report has a total return of {total:?}, not {ends}"
        ));
    }
    let deepest = record.curve.drawdown.iter().copied().fold(0.0, f64::min);
    if value("max_drawdown") != Some(Ok(deepest)) {
        return Err(format!("the report's drawdown is not {deepest}"));
    }
    Ok(Box::new(move |_| {
        std::hint::black_box(metrics::values(&Facts::of(&record))).len()
    }))
}

/// What a sweep computes for each of its sets.
fn summary() -> Result<Go, String> {
    let mut random = Random::named(3, "speed", 0);
    let mut equity: f64 = 1e7;
    let curve: Vec<f64> = (0..LONG)
        .map(|_| {
            equity *= 1.0 + 0.002 * random.normal();
            equity
        })
        .collect();
    Ok(Box::new(move |_| {
        let mut summary = Summary::new(Annualisation::chosen(8_760.0), 1e7, 0);
        for (bar, equity) in curve.iter().enumerate() {
            summary.push(bar as i64 * HOUR_MS, *equity, true);
        }
        std::hint::black_box(summary.finish());
        curve.len()
    }))
}

const SETS: usize = 1_000;
const BLOCKS: usize = 16;

fn overfitting() -> Result<Go, String> {
    let mut random = Random::named(4, "speed", 0);
    let columns: Vec<Vec<f64>> = (0..SETS)
        .map(|_| (0..1_600).map(|_| 0.01 * random.normal()).collect())
        .collect();
    let matrix = Matrix::from_columns(&columns).map_err(|error| error.to_string())?;
    let cscv = Cscv::new(&matrix, BLOCKS).map_err(|error| error.to_string())?;
    let whole = Overfitting::of(&cscv).map_err(|error| error.to_string())?;
    let middle = cscv.pairs() / 3;
    let mut pairs = cscv.evaluate(0..middle);
    pairs.extend(cscv.evaluate(middle..cscv.pairs()));
    if Overfitting::from_pairs(&cscv, &pairs).as_ref() != Ok(&whole) {
        return Err("overfitting: two halves of the work differ from the whole".to_owned());
    }
    Ok(Box::new(move |_| {
        let answer = Cscv::new(&matrix, BLOCKS).and_then(|cscv| Overfitting::of(&cscv));
        usize::from(std::hint::black_box(answer.is_ok()))
    }))
}

const PATHS: usize = 10_000;

fn monte_carlo(draw: Draw) -> Result<Go, String> {
    let mut random = Random::named(5, "speed", 0);
    let trades: Vec<f64> = (0..500).map(|_| 0.002 + 0.02 * random.normal()).collect();
    let simulation = Simulation::new(&trades, draw, 1.0, 1).map_err(|error| error.to_string())?;
    let whole = simulation.run(0..PATHS);
    let mut parts = simulation.run(0..3_333);
    parts.extend(simulation.run(3_333..PATHS));
    let outlook = |paths| Outlook::of(&simulation, paths).map_err(|error| error.to_string());
    if outlook(&whole)? != outlook(&parts)? {
        return Err("monte carlo: two parts of the paths differ from the whole".to_owned());
    }
    Ok(Box::new(move |_| {
        let paths = simulation.run(0..PATHS);
        usize::from(std::hint::black_box(
            Outlook::of(&simulation, &paths).is_ok(),
        ))
    }))
}

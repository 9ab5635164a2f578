//! Times whole runs natively; each is checked for equal results before it is timed.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench measures time and prints it"
)]

use domain::{Dataset, RunSpec, Symbol, Timeframe, sample};
use std::time::{Duration, Instant};
use strategies::defaults;

fn main() -> Result<(), String> {
    println!(
        "{:<44} {:>9} {:>12} {:>14}",
        "run", "bars", "median", "bars/s"
    );
    for strategy in strategies::ALL {
        for timeframe in sample::TIMEFRAMES {
            let symbols = Symbol::parse(sample::SYMBOLS[0].code).map_err(|e| e.to_string())?;
            let spec = defaults::spec(strategy, vec![symbols], timeframe);
            bench(&format!("{} {timeframe}", strategy.id), &spec)?;
        }
    }
    let symbols = sample::SYMBOLS
        .iter()
        .filter_map(|known| Symbol::parse(known.code).ok())
        .collect();
    let strategy = strategies::find("volatility_breakout").ok_or("no volatility_breakout")?;
    bench(
        "volatility_breakout 1h, 4 symbols",
        &defaults::spec(strategy, symbols, Timeframe::Hour1),
    )
}

fn bench(name: &str, spec: &RunSpec) -> Result<(), String> {
    let data = Dataset::sample(&spec.market).map_err(|error| error.to_string())?;
    let bars: usize = data.series().iter().map(|one| one.bars().len()).sum();
    let report = || {
        engine::run(spec, &data)
            .map(metrics::report)
            .map_err(|error| error.to_string())
    };
    let expected = report()?.hash();
    if report()?.hash() != expected {
        return Err(format!(
            "{name}: two runs of one spec differ, nothing to time"
        ));
    }
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..15 {
        let start = Instant::now();
        std::hint::black_box(report()?);
        times.push(start.elapsed());
    }
    times.sort();
    let median = times[times.len() / 2];
    let rate = bars as f64 / median.as_secs_f64();
    println!(
        "{name:<44} {bars:>9} {:>9.2} ms {:>11.1} M",
        median.as_secs_f64() * 1e3,
        rate / 1e6
    );
    Ok(())
}

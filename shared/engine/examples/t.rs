#![allow(
    clippy::all,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs
)]
use domain::*;
use std::time::Instant;
fn market(bars: usize, symbols: usize) -> Dataset {
    Dataset::new(
        (0..symbols)
            .map(|k| {
                let code = sample::SYMBOLS[k].code;
                let instrument = sample::instrument(&Symbol::parse(code).unwrap()).unwrap();
                let mut r = random::Random::new(7, k as u64);
                let mut p: f64 = 50_000.0;
                let bars = (0..bars as i64).map(|i| {
                    let open = p;
                    p *= 1.0 + 0.004 * r.normal();
                    let close = p;
                    let high = open.max(close) * (1.0 + 0.001 * r.uniform());
                    let low = open.min(close) * (1.0 - 0.001 * r.uniform());
                    Bar {
                        open_time: Ts(i * 3_600_000),
                        open,
                        high,
                        low,
                        close,
                        volume: 10.0 * r.uniform(),
                        made_up: false,
                    }
                });
                Series::new(instrument, Bars::from_bars(Timeframe::Hour1, bars).unwrap())
            })
            .collect(),
    )
}
fn best(name: &str, n: usize, mut f: impl FnMut() -> usize) {
    let mut b = f64::MAX;
    let mut t = 0;
    for _ in 0..n {
        let s = Instant::now();
        t = f();
        b = b.min(s.elapsed().as_secs_f64());
    }
    println!("{name}: {:.2} ms, {t} trades", b * 1e3);
}
fn main() {
    {
        let data = market(180_000, 1);
        let names = vec![Symbol::parse(sample::SYMBOLS[0].code).unwrap()];
        for (what, stop) in [("ema", 0.0), ("ema+stop", 3.0)] {
            let mut spec = strategies::defaults::spec(
                strategies::find("ema_cross").unwrap(),
                names.clone(),
                Timeframe::Hour1,
            );
            spec.market.source = Source::Given(Venue::Sample);
            spec.strategy.set("stop", stop);
            let mut plans = Vec::new();
            for fast in 0..24 {
                for slow in 0..24 {
                    spec.strategy.set("fast", 5.0 + fast as f64);
                    spec.strategy.set("slow", 40.0 + 8.0 * slow as f64);
                    plans.push(strategies::plan_of(&spec.strategy).unwrap());
                }
            }
            let n = if stop > 0.0 { 1 } else { 5 };
            best(&format!("sweep 576 {what}"), n, || {
                let mut sweep = engine::vector::Sweep::new(&spec, &data).unwrap();
                plans
                    .iter()
                    .map(|plan| sweep.tally(plan).unwrap().tally.trades.count as usize)
                    .sum()
            });
        }
    }
    for (symbols, stop) in [(1usize, 0.0), (1, 3.0), (3, 3.0)] {
        let data = market(180_000, symbols);
        let names = (0..symbols)
            .map(|k| Symbol::parse(sample::SYMBOLS[k].code).unwrap())
            .collect();
        let mut spec = strategies::defaults::spec(
            strategies::find("ema_cross").unwrap(),
            names,
            Timeframe::Hour1,
        );
        spec.market.source = Source::Given(Venue::Sample);
        spec.strategy.set("stop", stop);
        if symbols == 3 {
            spec.risk = Risk {
                position: Some(Ratio::new(0.3).unwrap()),
                symbol: Some(Ratio::new(0.3).unwrap()),
                portfolio: Some(Ratio::new(0.8).unwrap()),
                day_loss: Some(Ratio::new(0.05).unwrap()),
                ..Risk::default()
            };
        }
        let plan = strategies::plan_of(&spec.strategy).unwrap();
        best(&format!("event {symbols} stop {stop}"), 10, || {
            engine::run(&spec, &data).unwrap().trades.len()
        });
        best(&format!("vector {symbols} stop {stop}"), 10, || {
            engine::vector::run(&spec, &plan, &data)
                .unwrap()
                .record
                .trades
                .len()
        });
    }
}

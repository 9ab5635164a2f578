//! Work that is timed natively and in wasm, each checked for its answer before it is handed over.

use domain::random::Random;
use indicators::{Indicator, Input};

/// Bars of the long series: 20 years of hours, or 4 months of minutes.
pub const LONG: usize = 180_000;

/// One piece of work.
pub struct Work {
    /// Name in tables.
    pub name: String,
    /// What one go works through, for a rate.
    pub units: usize,
    /// What the units are.
    pub unit: &'static str,
    /// Milliseconds that one go may take in one wasm worker, where a limit was set.
    pub limit_ms: Option<f64>,
    /// One go.
    pub run: Box<dyn FnMut()>,
}

/// All of it, or the first answer that is wrong.
pub fn works() -> Result<Vec<Work>, String> {
    let mut works = Vec::new();
    for id in ["sma", "ema", "rsi", "atr", "bbands", "macd"] {
        let indicator = indicators::find(id).ok_or_else(|| format!("there is no {id}"))?;
        for (label, bars) in [("sample, 1h", sample()?), ("random", Columns::random(LONG))] {
            works.push(indicator_work(indicator, label, bars)?);
        }
    }
    Ok(works)
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

    fn of(&self, input: Input) -> &[f64] {
        match input {
            Input::High => &self.high,
            Input::Low => &self.low,
            _ => &self.close,
        }
    }
}

fn sample() -> Result<Columns, String> {
    let code = domain::sample::SYMBOLS[0].code;
    let symbol = domain::Symbol::parse(code).map_err(|error| error.to_string())?;
    let bars = domain::sample::bars(&symbol, domain::Timeframe::Hour1).ok_or("no sample")?;
    let bars = bars.map_err(|error| error.to_string())?;
    Ok(Columns {
        high: bars.high().to_vec(),
        low: bars.low().to_vec(),
        close: bars.close().to_vec(),
    })
}

fn indicator_work(
    indicator: &'static Indicator,
    label: &str,
    columns: Columns,
) -> Result<Work, String> {
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
    Ok(Work {
        name: format!("{} ({label})", indicator.id),
        units: rows,
        unit: "bars",
        limit_ms: None,
        run: Box::new(move || {
            run(&mut outputs);
            std::hint::black_box(&outputs);
        }),
    })
}

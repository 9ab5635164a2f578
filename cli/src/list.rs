//! `backcast list`: everything a run can be made of, from the definitions themselves.

use crate::table::align;
use clap::ValueEnum;
use domain::{ParamKind, sample};

/// What to list.
#[derive(clap::Args)]
pub struct Arguments {
    /// Which list.
    what: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Strategies with their parameters.
    Strategies,
    /// Indicators a plan can use.
    Indicators,
    /// Metrics a report has.
    Metrics,
    /// Symbols of the sample market.
    Symbols,
}

/// The list as text.
pub fn list(arguments: &Arguments) -> String {
    match arguments.what {
        What::Strategies => strategies(),
        What::Indicators => {
            let row = |one: &&indicators::Indicator| vec![one.id.into(), one.about.en.into()];
            align(&indicators::ALL.iter().map(row).collect::<Vec<_>>())
        }
        What::Metrics => {
            let row = |one: &&metrics::Metric| {
                vec![one.id.into(), one.name.en.into(), one.formula.en.into()]
            };
            align(&metrics::METRICS.iter().map(row).collect::<Vec<_>>())
        }
        What::Symbols => {
            let row = |one: &sample::SampleSymbol| {
                vec![
                    one.code.into(),
                    format!("{} (sample, not real prices)", one.name.en),
                ]
            };
            align(&sample::SYMBOLS.iter().map(row).collect::<Vec<_>>())
        }
    }
}

fn strategies() -> String {
    let mut text = String::new();
    for strategy in strategies::ALL {
        text.push_str(&format!("{}: {}\n", strategy.id, strategy.about.en));
        let rows: Vec<Vec<String>> = strategy
            .params
            .iter()
            .map(|param| {
                let (min, max) = param.range();
                let range = match param.kind {
                    ParamKind::Switch { .. } => "0 or 1".to_owned(),
                    _ => format!("{min} to {max}"),
                };
                let start = format!("default {}", param.default());
                vec![
                    format!("  {}", param.id),
                    range,
                    start,
                    param.help.en.into(),
                ]
            })
            .collect();
        text.push_str(&align(&rows));
    }
    text
}

//! `backcast list`: everything a run can be made of, from the definitions themselves, as text or as JSON.

use crate::sets;
use crate::table::{align, wrap};
use clap::ValueEnum;
use domain::{Param, Symbol, Text, Venue, sample};
use research::catalogue::Statistic;
use serde_json::{Value, json};
use strategies::words::Words;

/// What to list.
#[derive(clap::Args)]
pub struct Arguments {
    /// Which list.
    what: What,
    /// Print JSON, with every text in English and Korean.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Strategies with their parameters.
    Strategies,
    /// Indicators a plan can use.
    Indicators,
    /// Metrics a report has.
    Metrics,
    /// Statistics about results.
    Statistics,
    /// Symbols of the sample market.
    Symbols,
    /// Venues whose rules and fees hold for bars from files.
    Venues,
}

/// The list as text.
pub fn list(arguments: &Arguments) -> String {
    let entries = match arguments.what {
        What::Strategies => strategies(),
        What::Indicators => indicators(),
        What::Metrics => metrics(),
        What::Statistics => statistics(),
        What::Symbols => symbols(),
        What::Venues => venues(),
    };
    if arguments.json {
        let all: Vec<&Value> = entries.iter().map(|entry| &entry.json).collect();
        return format!("{:#}\n", Value::from_iter(all.into_iter().cloned()));
    }
    entries.iter().map(|entry| entry.text.as_str()).collect()
}

/// One thing of a list, in both forms.
struct Entry {
    text: String,
    json: Value,
}

fn strategies() -> Vec<Entry> {
    let entry = |one: &&strategies::Strategy| Entry {
        text: format!(
            "{}\n  {}\n{}{}\n",
            one.id,
            wrap(one.about.en, 2),
            needs(one.needs),
            params(one.params)
        ),
        json: json!({
            "id": one.id,
            "name": both(one.name),
            "about": both(one.about),
            "needs": {
                "symbols": one.needs.symbols,
                "longest_bars": one.needs.longest_bars,
            },
            "params": params_json(one.params),
        }),
    };
    strategies::ALL.iter().map(entry).collect()
}

fn needs(needs: strategies::Needs) -> String {
    let line = |words: Words| format!("  {}\n", words.en);
    needs.words().into_iter().map(line).collect()
}

fn indicators() -> Vec<Entry> {
    let mut all = indicators::ALL.to_vec();
    all.sort_by_key(|one| (one.category, one.id));
    let mut heading = None;
    let entry = |one: &indicators::Indicator| {
        let inputs: Vec<&str> = one.inputs.iter().map(|input| input.as_str()).collect();
        let new_heading = heading.replace(one.category) != Some(one.category);
        let title = if new_heading {
            format!("{}\n\n", one.category.text().en)
        } else {
            String::new()
        };
        let takes = format!(
            "{}: {} → {}",
            one.id,
            inputs.join(", "),
            one.outputs.join(", ")
        );
        Entry {
            text: format!(
                "{title}{}\n  {}\n{}\n",
                wrap(&takes, 4),
                wrap(one.about.en, 2),
                params(one.params)
            ),
            json: json!({
                "id": one.id,
                "name": both(one.name),
                "category": both(one.category.text()),
                "about": both(one.about),
                "inputs": inputs,
                "outputs": one.outputs,
                "params": params_json(one.params),
                "warm_up": (one.warm_up)(&one.defaults()),
            }),
        }
    };
    all.into_iter().map(entry).collect()
}

fn metrics() -> Vec<Entry> {
    let mut heading = None;
    let entry = |one: &metrics::Metric| {
        let new_heading = heading.replace(one.category) != Some(one.category);
        let title = if new_heading {
            format!("{}\n\n", one.category.name().en)
        } else {
            String::new()
        };
        Entry {
            text: format!(
                "{title}{}: {}\n  {}\n  {}\n\n",
                one.id,
                one.name.en,
                wrap(one.formula.en, 2),
                wrap(one.undefined.en, 2)
            ),
            json: json!({
                "id": one.id,
                "name": both(one.name),
                "category": both(one.category.name()),
                "unit": format!("{:?}", one.unit).to_lowercase(),
                "formula": both(one.formula),
                "undefined": both(one.undefined),
                "better": format!("{:?}", one.better).to_lowercase(),
                "annualised": one.annualised,
            }),
        }
    };
    metrics::Category::ALL
        .into_iter()
        .flat_map(metrics::in_category)
        .map(entry)
        .collect()
}

fn statistics() -> Vec<Entry> {
    let entry = |one: &&Statistic| Entry {
        text: format!(
            "{} takes {}\n  {}\n{}\n",
            one.id,
            one.run.takes().en,
            wrap(one.about.en, 2),
            params(one.params)
        ),
        json: json!({
            "id": one.id,
            "name": both(one.name),
            "about": both(one.about),
            "takes": both(one.run.takes()),
            "source": one.source,
            "params": params_json(one.params),
        }),
    };
    research::catalogue::STATISTICS.iter().map(entry).collect()
}

fn symbols() -> Vec<Entry> {
    let entry = |one: &sample::SampleSymbol| Entry {
        text: align(&[vec![
            one.code.into(),
            format!("{} (sample, not real prices)", one.name.en),
        ]]),
        json: json!({ "id": one.code, "name": both(one.name), "sample": true }),
    };
    sample::SYMBOLS.iter().map(entry).collect()
}

fn venues() -> Vec<Entry> {
    let entry = |venue: Venue| {
        let fees = Symbol::parse(venue.example()).map(|symbol| venue.fees(symbol));
        let fees = fees.ok().map(|fees| (fees.maker.get(), fees.taker.get()));
        let (maker, taker) = fees.unzip();
        let shown = |fee: Option<f64>| fee.map_or("–".to_owned(), |fee| fee.to_string());
        let (example, name) = (venue.example(), venue.name());
        Entry {
            text: format!(
                "{}\n  {}; {example} costs a maker {} bps and a taker {} bps\n",
                venue.id(),
                name.en,
                shown(maker),
                shown(taker)
            ),
            json: json!({
                "id": venue.id(),
                "name": both(name),
                "example": example,
                "maker_bps": maker,
                "taker_bps": taker,
            }),
        }
    };
    Venue::of_files().map(entry).collect()
}

fn params(params: &[Param]) -> String {
    let row = |param: &Param| {
        vec![
            format!("  {}", param.id),
            format!("default {}", sets::default(param)),
        ]
    };
    let table = align(&params.iter().map(row).collect::<Vec<_>>());
    let help =
        |(line, param): (&str, &Param)| format!("{line}\n      {}\n", wrap(param.help.en, 6));
    table.lines().zip(params).map(help).collect()
}

fn params_json(params: &[Param]) -> Value {
    let one = |param: &Param| {
        let (min, max) = param.range();
        json!({
            "id": param.id,
            "label": both(param.label),
            "help": both(param.help),
            "min": min,
            "max": max,
            "allowed": sets::allowed(param),
            "default": sets::default(param),
        })
    };
    params.iter().map(one).collect()
}

fn both(text: Text) -> Value {
    json!({ "en": text.en, "ko": text.ko })
}

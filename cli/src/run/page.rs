//! The answer of `backcast run` for people: what ran, its first numbers, and the rules it was computed under.

use crate::measure::show;
use crate::sets;
use crate::table::{align, wrap};
use domain::{Dataset, Lang, RefusalCount, RunReport, RunSpec, Sizing, StrategyChoice, Symbol, Ts};
use metrics::{Category, Metric, MetricUnit};
use strategies::Plan;

/// Everything the page tells.
pub struct Answer<'a> {
    /// The question.
    pub spec: &'a RunSpec,
    /// Its plan.
    pub plan: &'a Plan,
    /// The bars.
    pub data: &'a Dataset,
    /// The answer.
    pub report: &'a RunReport,
    /// Where the bars come from.
    pub origin: String,
    /// How the run was computed.
    pub route: String,
}

/// The numbers a trader asks for first, two a line.
const FIRST: [[&str; 2]; 9] = [
    ["total_return", "benchmark_return"],
    ["cagr", "volatility"],
    ["max_drawdown", "longest_drawdown"],
    ["sharpe", "sortino"],
    ["trades", "win_rate"],
    ["profit_factor", "expectancy"],
    ["exposure", "bars_held"],
    ["long_profit", "short_profit"],
    ["fees", "slippage"],
];

/// Width of the names on the left.
const INDENT: usize = 12;

/// The page.
pub fn page(answer: &Answer, all_metrics: bool) -> String {
    let mut text = what(answer);
    text.push('\n');
    if all_metrics {
        text.push_str(&every_metric(answer));
    } else {
        text.push_str(&headline(answer));
    }
    text.push('\n');
    text.push_str(&assumptions(answer));
    text
}

fn what(answer: &Answer) -> String {
    let market = &answer.spec.market;
    let codes = |symbols: &[Symbol]| {
        let codes: Vec<&str> = symbols.iter().map(Symbol::as_str).collect();
        codes.join(" ")
    };
    let title = format!(
        "{} on {} {} ({})",
        answer.spec.strategy.id().unwrap_or("a plan of one's own"),
        codes(&market.symbols),
        market.timeframe,
        answer.origin
    );
    let mut text = wrap(&title, 0) + "\n";
    if let StrategyChoice::Library(choice) = &answer.spec.strategy {
        let params = strategies::find(&choice.id).map_or(&[][..], |found| found.params);
        let values = choice.params.iter().map(|(name, value)| {
            let param = params.iter().find(|param| param.id == name);
            format!("{name}={}", sets::shown(param, *value))
        });
        let values: Vec<String> = values.collect();
        if !values.is_empty() {
            text.push_str(&wrap(&values.join(" "), 0));
            text.push('\n');
        }
    }
    text.push('\n');
    let curve = &answer.report.record.curve;
    if let (Some(first), Some(last)) = (curve.time.first(), curve.time.last()) {
        let bars = curve.time.len() - 1;
        let period = format!("{} to {}, {bars} bars", Ts(*first), Ts(*last));
        text.push_str(&line("period", &period));
    }
    if !market.watched.is_empty() {
        text.push_str(&line("watched", &codes(&market.watched)));
    }
    if let Some(inside) = market.inside {
        text.push_str(&line("inside", &format!("{inside} bars")));
    }
    text.push_str(&line("computed", &answer.route));
    text
}

fn headline(answer: &Answer) -> String {
    let row = |ids: [&str; 2]| {
        let cells = ids.into_iter().filter_map(metrics::find);
        cells
            .flat_map(|metric| {
                let (shown, why) = value(answer, metric);
                let shown = if why.is_empty() {
                    shown
                } else {
                    format!("– ({why})")
                };
                [metric.name.en.to_owned(), shown]
            })
            .collect()
    };
    align(&FIRST.map(row))
}

fn every_metric(answer: &Answer) -> String {
    let mut text = String::new();
    for category in Category::ALL {
        let rows = metrics::in_category(category).map(|metric| {
            let (shown, why) = value(answer, metric);
            vec![format!("  {}", metric.name.en), shown, why]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        text.push_str(&format!("{}\n{}\n", category.name().en, align(&rows)));
    }
    text.truncate(text.trim_end().len() + 1);
    text
}

/// A number with its unit, or a dash and why there is none.
fn value(answer: &Answer, metric: &Metric) -> (String, String) {
    match (answer.report.metric(metric.id), metric.unit) {
        (Some(Ok(value)), MetricUnit::Money) => (money(answer, value), String::new()),
        (Some(Ok(value)), unit) => (show(unit, value), String::new()),
        (Some(Err(reason)), _) => ("–".to_owned(), reason.text().en.to_owned()),
        (None, _) => ("–".to_owned(), String::new()),
    }
}

fn assumptions(answer: &Answer) -> String {
    let (spec, record) = (answer.spec, &answer.report.record);
    let sizing = spec.sizing.or(answer.plan.sizing);
    let sizing = sizing.unwrap_or_else(Sizing::whole_slot);
    let mut text = line("fills", spec.fill.rule().en);
    text.push_str(&line("", spec.path.rule().en));
    for reason in spec.optimism() {
        text.push_str(&line("OPTIMISTIC", reason.en));
    }
    text.push_str(&line("costs", &spec.costs.words(quote(answer), Lang::En)));
    if record.funding_paid.get() != 0.0 {
        let paid = money(answer, record.funding_paid.get());
        text.push_str(&line("", &format!("funding and borrowing paid: {paid}")));
    }
    let words = sizing.words(spec.slots(), quote(answer), Lang::En);
    text.push_str(&line("sizing", &words));
    let lists = [
        ("account", spec.account.words(Lang::En)),
        ("risk", spec.risk.words(Lang::En)),
        ("refused", counts(&record.refusals)),
        ("made less", counts(&record.cuts)),
    ];
    for (name, items) in lists {
        if !items.is_empty() {
            text.push_str(&line(name, &items.join(", ")));
        }
    }
    text.push_str(&line(
        "annualised",
        &format!(
            "{} bars a year ({} days)",
            record.annualisation.bars_per_year, record.annualisation.days_per_year
        ),
    ));
    text.push_str(&line("spec", &record.spec_hash.to_string()));
    text.push_str(&line("data", &record.data_hash.to_string()));
    text.push_str(&line("report", &answer.report.hash().to_string()));
    text
}

fn counts(counts: &[RefusalCount]) -> Vec<String> {
    let count = |one: &RefusalCount| format!("{} × {}", one.count, one.reason.text().en);
    counts.iter().map(count).collect()
}

fn line(name: &str, words: &str) -> String {
    format!("{name:<INDENT$}{}\n", wrap(words, INDENT))
}

fn money(answer: &Answer, value: f64) -> String {
    let decimals = if value.abs() < 1000.0 { 2 } else { 0 };
    if value.abs() >= 1e15 {
        return format!("{value:.3e} {}", quote(answer))
            .trim_end()
            .to_owned();
    }
    format!("{value:.decimals$} {}", quote(answer))
        .trim_end()
        .to_owned()
}

/// The currency of the account; a file doesn't tell it.
fn quote<'a>(answer: &Answer<'a>) -> &'a str {
    let first = answer.data.series().first();
    first.map_or("", |series| series.instrument().quote)
}

//! The answer of `backcast run` for people: every metric by group, then the rules it was computed under.

use crate::measure::show;
use crate::table::{align, wrap};
use domain::{RunReport, RunSpec, StrategyChoice, Symbol};
use metrics::Category;

/// The page; `origin` says where the bars come from.
pub fn page(spec: &RunSpec, report: &RunReport, origin: &str) -> String {
    let record = &report.record;
    let symbols: Vec<&str> = spec.market.symbols.iter().map(Symbol::as_str).collect();
    let title = format!(
        "{} on {} {} ({origin})",
        spec.strategy.id().unwrap_or("plan"),
        symbols.join(" "),
        spec.market.timeframe
    );
    let mut text = wrap(&title, 0) + "\n";
    if let StrategyChoice::Library(choice) = &spec.strategy {
        let values = choice.params.iter();
        let values = values.map(|(name, value)| format!("{name}={value}"));
        text.push_str(&values.collect::<Vec<_>>().join(" "));
    }
    text.push_str("\n\n");
    for category in Category::ALL {
        let rows = metrics::in_category(category).map(|metric| {
            let (shown, why) = match report.metric(metric.id) {
                Some(Ok(value)) => (show(metric.unit, value), String::new()),
                Some(Err(reason)) => ("–".to_owned(), reason.text().en.to_owned()),
                None => ("–".to_owned(), String::new()),
            };
            vec![format!("  {}", metric.name.en), shown, why]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        text.push_str(&format!("{}\n{}\n", category.name().en, align(&rows)));
    }
    text.push_str(&format!("fills       {}\n", wrap(spec.fill.rule().en, 12)));
    text.push_str(&format!(
        "costs       fee {} bps and slippage {} bps a side\n",
        spec.costs.fee.get(),
        spec.costs.fixed_slippage().unwrap_or_default().get()
    ));
    text.push_str(&format!(
        "annualised  {} bars a year ({} days)\n",
        record.annualisation.bars_per_year, record.annualisation.days_per_year
    ));
    for refused in &record.refusals {
        text.push_str(&format!(
            "not filled  {} × {}\n",
            refused.count,
            refused.reason.text().en
        ));
    }
    text.push_str(&format!("spec        {}\n", record.spec_hash));
    text.push_str(&format!("data        {}\n", record.data_hash));
    text.push_str(&format!("report      {}\n", report.hash()));
    text
}

//! Prints what `backcast metrics` measured, as tables or as JSON.

use super::Error;
use super::input::Series;
use crate::table::align;
use domain::{Text, Ts, Undefined};
use metrics::tables::{CalendarRow, DrawdownRow};
use metrics::{Category, Facts, METRICS, Metric, MetricUnit};
use serde_json::{Map, Value, json};

/// Metrics by category, returns by month, the worst drawdowns and what was assumed.
pub fn text(
    series: &Series,
    facts: &Facts,
    months: &[CalendarRow],
    falls: &[DrawdownRow],
) -> String {
    let mut text = String::new();
    for category in Category::ALL {
        // A file of values knows no trades, and without a second file there is nothing to compare with.
        let told = match category {
            Category::Trades => false,
            Category::Benchmark => series.benchmark.is_some(),
            _ => true,
        };
        if !told {
            continue;
        }
        let rows: Vec<Vec<String>> = metrics::in_category(category)
            .filter(|metric| metric.value(facts) != Err(Undefined::NotARun))
            .map(|metric| row(metric, facts))
            .collect();
        text.push_str(&format!("{}\n{}\n", category.name().en, align(&rows)));
    }
    if !months.is_empty() {
        let mut rows = vec![
            [
                "year", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
                "Nov", "Dec", "total",
            ]
            .map(str::to_owned)
            .to_vec(),
        ];
        rows.extend(months.iter().map(|year| {
            let month = |growth: &Option<f64>| {
                growth.map_or_else(String::new, |g| format!("{:.1}", g * 100.0))
            };
            let mut cells = vec![year.year.to_string()];
            cells.extend(year.months.iter().map(month));
            cells.push(format!("{:.1}", year.total * 100.0));
            cells
        }));
        text.push_str(&format!("Returns by month, %\n{}\n", align(&rows)));
    }
    if !falls.is_empty() {
        let mut rows = vec![
            ["depth", "peak", "valley", "recovery", "rows"]
                .map(str::to_owned)
                .to_vec(),
        ];
        rows.extend(falls.iter().map(|fall| {
            vec![
                format!("{:.2} %", fall.depth * 100.0),
                fall.peak
                    .map_or_else(|| "start".to_owned(), |at| when(series, at)),
                when(series, fall.valley),
                fall.recovery
                    .map_or_else(|| "not yet".to_owned(), |at| when(series, at)),
                fall.bars().to_string(),
            ]
        }));
        text.push_str(&format!("Worst drawdowns\n{}\n", align(&rows)));
    }
    let matched = match &series.benchmark {
        Some(_) => format!(" of {}, matched with the benchmark by time", series.rows),
        None => String::new(),
    };
    text.push_str(&format!("returns     {}{matched}\n", series.returns.len()));
    text.push_str(&format!(
        "annualised  {} rows a year ({} days), risk-free {} % a year\n",
        plain(facts.annualisation.bars_per_year),
        plain(facts.annualisation.days_per_year),
        plain(facts.risk_free_year * 100.0)
    ));
    text
}

fn row(metric: &Metric, facts: &Facts) -> Vec<String> {
    let (shown, why) = match metric.value(facts) {
        Ok(value) => (show(metric.unit, value), String::new()),
        Err(reason) => ("–".to_owned(), reason.text().en.to_owned()),
    };
    vec![format!("  {}", metric.name.en), shown, why]
}

/// A value with its unit.
pub fn show(unit: MetricUnit, value: f64) -> String {
    // A lost account can make a ratio of a hundred digits, which no column holds.
    if value.abs() >= 1e15 {
        return match unit {
            MetricUnit::Percent => format!("{:.3e} %", value * 100.0),
            _ => format!("{value:.3e}"),
        };
    }
    match unit {
        MetricUnit::Percent => format!("{:.2} %", value * 100.0),
        MetricUnit::Number => format!("{value:.3}"),
        MetricUnit::Count => format!("{value:.0}"),
        MetricUnit::Money => format!("{value:.0} KRW"),
        MetricUnit::Days => format!("{value:.1} days"),
        MetricUnit::Bars => format!("{value:.1} bars"),
    }
}

fn plain(value: f64) -> String {
    ((value * 1e6).round() / 1e6).to_string()
}

fn when(series: &Series, row: usize) -> String {
    match series.times.as_ref().and_then(|times| times.get(row)) {
        Some(time) => Ts(*time).to_string().chars().take(10).collect(),
        None => format!("row {}", row + 1),
    }
}

/// The same as JSON, with every metric and every reason.
pub fn json(
    series: &Series,
    facts: &Facts,
    months: &[CalendarRow],
    falls: &[DrawdownRow],
) -> Result<String, Error> {
    let metrics: Map<String, Value> = METRICS
        .iter()
        .map(|metric| {
            let value = match metric.value(facts) {
                Ok(value) => json!({ "value": value }),
                Err(reason) => json!({ "value": null, "why": both(reason.text()) }),
            };
            (metric.id.to_owned(), value)
        })
        .collect();
    let months: Vec<Value> = months
        .iter()
        .map(|year| json!({ "year": year.year, "months": year.months, "total": year.total }))
        .collect();
    let falls: Vec<Value> = falls
        .iter()
        .map(|fall| {
            json!({
                "depth": fall.depth,
                "peak": fall.peak.map(|at| when(series, at)),
                "valley": when(series, fall.valley),
                "recovery": fall.recovery.map(|at| when(series, at)),
                "rows": fall.bars(),
            })
        })
        .collect();
    let answer = json!({
        "returns": series.returns.len(),
        "rows": series.rows,
        "annualisation": facts.annualisation,
        "risk_free": facts.risk_free_year,
        "metrics": metrics,
        "by_month": months,
        "worst_drawdowns": falls,
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

fn both(text: Text) -> Value {
    json!({ "en": text.en, "ko": text.ko })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_beyond_counting_stays_short() {
        assert_eq!(show(MetricUnit::Number, 6.356e107), "6.356e107");
        assert_eq!(show(MetricUnit::Percent, -7.36e20), "-7.360e22 %");
        assert_eq!(show(MetricUnit::Money, 9e14), "900000000000000 KRW");
    }
}

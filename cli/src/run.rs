//! `backcast run`: one run on the sample market, from a spec file or from flags.

use crate::flags::from_flags;
use crate::measure::show;
use crate::table::{align, wrap};
use domain::{Dataset, RunReport, RunSpec, Symbol};
use metrics::Category;
use std::io::Read;
use strategies::defaults;

/// What to run.
#[derive(clap::Args)]
pub struct Arguments {
    /// A run spec as JSON, as the page shows it; `-` reads standard input. Other flags can't be combined with it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["strategy", "set", "symbol", "timeframe", "from", "to", "fill", "fee", "slippage", "cash"])]
    spec: Option<String>,
    /// A strategy of `backcast list strategies`.
    #[arg(long, value_name = "ID", default_value = defaults::STRATEGY)]
    pub(crate) strategy: String,
    /// A parameter, as NAME=VALUE; may be given again.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// A symbol of `backcast list symbols`; may be given again, the symbols then share the cash.
    #[arg(long, value_name = "CODE")]
    pub(crate) symbol: Vec<String>,
    /// Length of a bar.
    #[arg(long, default_value = "1d")]
    pub(crate) timeframe: String,
    /// First day, as YYYY-MM-DD (UTC).
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// First day that no longer counts, as YYYY-MM-DD (UTC).
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// How a resting entry fills: next_open or touch; the strategy's own when left out.
    #[arg(long)]
    pub(crate) fill: Option<String>,
    /// Fee a side, in basis points.
    #[arg(
        long,
        value_name = "BPS",
        default_value_t = defaults::FEE_BPS,
        allow_negative_numbers = true
    )]
    pub(crate) fee: f64,
    /// Slippage a side, in basis points.
    #[arg(
        long,
        value_name = "BPS",
        default_value_t = defaults::SLIPPAGE_BPS,
        allow_negative_numbers = true
    )]
    pub(crate) slippage: f64,
    /// Cash at the start.
    #[arg(long, default_value_t = defaults::CASH, allow_negative_numbers = true)]
    pub(crate) cash: f64,
    /// Print the whole report as JSON.
    #[arg(long)]
    json: bool,
    /// Print the spec as JSON and run nothing.
    #[arg(long)]
    print_spec: bool,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file can't be read.
    #[error("--spec {file}: {error}")]
    File {
        /// Which file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// A flag holds something else than it should.
    #[error("--{flag} {got}: must be {allowed}")]
    Flag {
        /// Which flag.
        flag: &'static str,
        /// What was given.
        got: String,
        /// What would be right.
        allowed: String,
    },
    /// The spec is wrong.
    #[error(transparent)]
    Spec(#[from] domain::SpecError),
    /// There is no such data.
    #[error(transparent)]
    Data(#[from] domain::DatasetError),
    /// The run is wrong.
    #[error(transparent)]
    Run(#[from] engine::RunError),
    /// The report can't be written as JSON.
    #[error("report: {0}")]
    Json(#[from] serde_json::Error),
}

/// Runs and prints.
pub fn run(arguments: &Arguments) -> Result<String, Error> {
    let spec = match &arguments.spec {
        Some(file) => RunSpec::parse(&read(file)?)?,
        None => from_flags(arguments)?,
    };
    if arguments.print_spec {
        return Ok(serde_json::to_string_pretty(&spec)? + "\n");
    }
    let data = Dataset::sample(&spec.market)?;
    let report = metrics::report(engine::run(&spec, &data)?);
    if arguments.json {
        let hash = report.hash();
        let answer = serde_json::json!({ "spec": spec, "report": report, "report_hash": hash });
        return Ok(serde_json::to_string_pretty(&answer)? + "\n");
    }
    Ok(page(&spec, &report))
}

fn read(file: &str) -> Result<Vec<u8>, Error> {
    let fail = |error| Error::File {
        file: file.to_owned(),
        error,
    };
    if file == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(fail)?;
        return Ok(bytes);
    }
    std::fs::read(file).map_err(fail)
}

fn page(spec: &RunSpec, report: &RunReport) -> String {
    let record = &report.record;
    let symbols: Vec<&str> = spec.market.symbols.iter().map(Symbol::as_str).collect();
    let mut text = format!(
        "{} on {} {} (sample data, not real prices)\n",
        spec.strategy.id,
        symbols.join(" "),
        spec.market.timeframe
    );
    let values = spec
        .strategy
        .params
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    text.push_str(&values.collect::<Vec<_>>().join(" "));
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
        spec.costs.slippage.get()
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

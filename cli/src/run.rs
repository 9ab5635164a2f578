//! `backcast run`: one run on the sample market, from a spec file or from flags.

use crate::table::{align, wrap};
use domain::{
    Bps, Cash, Costs, Dataset, FillPolicy, MarketChoice, NumError, Ratio, RunReport, RunSpec,
    Sizing, Source, Span, StrategyChoice, Symbol, Timeframe, Ts, sample,
};
use metrics::MetricUnit;
use std::collections::BTreeMap;
use std::io::Read;

/// What to run.
#[derive(clap::Args)]
pub struct Arguments {
    /// A run spec as JSON, as the page shows it; `-` reads standard input. Other flags can't be combined with it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["strategy", "set", "symbol", "timeframe", "from", "to", "fill", "fee", "slippage", "cash"])]
    spec: Option<String>,
    /// A strategy of `backcast list strategies`.
    #[arg(long, value_name = "ID", default_value = "volatility_breakout")]
    strategy: String,
    /// A parameter, as NAME=VALUE; may be given again.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// A symbol of `backcast list symbols`; may be given again, the symbols then share the cash.
    #[arg(long, value_name = "CODE")]
    symbol: Vec<String>,
    /// Length of a bar.
    #[arg(long, default_value = "1d")]
    timeframe: String,
    /// First day, as YYYY-MM-DD (UTC).
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// First day that no longer counts, as YYYY-MM-DD (UTC).
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// How a resting entry fills: next_open or touch; the strategy's own when left out.
    #[arg(long)]
    fill: Option<String>,
    /// Fee a side, in basis points.
    #[arg(
        long,
        value_name = "BPS",
        default_value_t = 5.0,
        allow_negative_numbers = true
    )]
    fee: f64,
    /// Slippage a side, in basis points.
    #[arg(
        long,
        value_name = "BPS",
        default_value_t = 5.0,
        allow_negative_numbers = true
    )]
    slippage: f64,
    /// Cash at the start.
    #[arg(long, default_value_t = 10_000_000.0, allow_negative_numbers = true)]
    cash: f64,
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

fn from_flags(arguments: &Arguments) -> Result<RunSpec, Error> {
    let wrong = |flag, got: &str, allowed: &str| Error::Flag {
        flag,
        got: got.to_owned(),
        allowed: allowed.to_owned(),
    };
    let number = |flag, error: NumError| {
        let NumError::Outside { got, allowed, .. } = error;
        wrong(flag, &got.to_string(), allowed)
    };
    let strategies: Vec<&str> = strategies::ALL.iter().map(|one| one.id).collect();
    let strategy = strategies::find(&arguments.strategy)
        .ok_or_else(|| wrong("strategy", &arguments.strategy, &strategies.join(" or ")))?;
    let mut params: BTreeMap<String, f64> = strategy
        .params
        .iter()
        .map(|param| (param.id.to_owned(), param.default()))
        .collect();
    for pair in &arguments.set {
        let set = pair
            .split_once('=')
            .and_then(|(name, value)| Some((name, value.parse().ok()?)));
        let (name, value) = set.ok_or_else(|| wrong("set", pair, "NAME=NUMBER, like k=0.5"))?;
        params.insert(name.to_owned(), value);
    }
    let codes: Vec<&str> = if arguments.symbol.is_empty() {
        vec![sample::SYMBOLS[0].code]
    } else {
        arguments.symbol.iter().map(String::as_str).collect()
    };
    let symbol = |code: &&str| {
        Symbol::parse(code).map_err(|_| wrong("symbol", code, "capital letters, like SAMPLE-AUR"))
    };
    let frames = sample::TIMEFRAMES.map(Timeframe::as_str).join(" or ");
    let timeframe = Timeframe::parse(&arguments.timeframe)
        .ok_or_else(|| wrong("timeframe", &arguments.timeframe, &frames))?;
    let day = |flag, text: &Option<String>, without: Ts| match text {
        None => Ok(without),
        Some(text) => date(text).ok_or_else(|| wrong(flag, text, "a date like 2024-01-31")),
    };
    let span = if arguments.from.is_none() && arguments.to.is_none() {
        None
    } else {
        let start = day("from", &arguments.from, sample::SPAN.start)?;
        Some(Span {
            start,
            end: day("to", &arguments.to, sample::SPAN.end)?,
        })
    };
    let fill = match &arguments.fill {
        None => strategy.fill,
        Some(id) => FillPolicy::find(id).ok_or_else(|| wrong("fill", id, "next_open or touch"))?,
    };
    let spec = RunSpec {
        version: domain::spec::SPEC_VERSION,
        engine: domain::ENGINE_VERSION,
        strategy: StrategyChoice {
            id: strategy.id.into(),
            params,
        },
        market: MarketChoice {
            source: Source::Sample,
            symbols: codes.iter().map(symbol).collect::<Result<_, _>>()?,
            timeframe,
            span,
        },
        costs: Costs {
            fee: Bps::new(arguments.fee).map_err(|error| number("fee", error))?,
            slippage: Bps::new(arguments.slippage).map_err(|error| number("slippage", error))?,
        },
        fill,
        sizing: Sizing::EqualSlots {
            fraction: Ratio::new(1.0).map_err(|error| number("cash", error))?,
        },
        cash: Cash::new(arguments.cash).map_err(|error| number("cash", error))?,
        seed: 0,
    };
    spec.check()?;
    Ok(spec)
}

/// Midnight UTC of a date that exists.
fn date(text: &str) -> Option<Ts> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    let at = (1..=12)
        .contains(&month)
        .then(|| Ts::from_date(year, month, day))?;
    (at.to_string().get(..10) == Some(text)).then_some(at)
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
    let rows = metrics::METRICS.iter().map(|metric| {
        let value = report.metric(metric.id);
        let (shown, why) = match value {
            Some(Ok(value)) => (show(metric.unit, value), String::new()),
            Some(Err(reason)) => ("–".to_owned(), reason.text().en.to_owned()),
            None => ("–".to_owned(), String::new()),
        };
        vec![metric.name.en.to_owned(), shown, why]
    });
    text.push_str(&align(&rows.collect::<Vec<_>>()));
    text.push_str(&format!(
        "\nfills       {}\n",
        wrap(spec.fill.rule().en, 12)
    ));
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

fn show(unit: MetricUnit, value: f64) -> String {
    match unit {
        MetricUnit::Percent => format!("{:.2} %", value * 100.0),
        MetricUnit::Number => format!("{value:.3}"),
        MetricUnit::Count => format!("{value:.0}"),
        MetricUnit::Money => format!("{value:.0} KRW"),
        MetricUnit::Days => format!("{value:.1} days"),
        MetricUnit::Bars => format!("{value:.1} bars"),
    }
}

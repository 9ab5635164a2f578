//! `backcast metrics`: every metric of an account or a price in a CSV file, with its tables.

use crate::csv_file::{CsvError, CsvFile};
use crate::table::align;
use domain::{Annualisation, Text, Ts, Undefined};
use metrics::pair::join;
use metrics::series::{returns, wealth};
use metrics::tables::{CalendarRow, DrawdownRow, calendar, drawdowns, worst};
use metrics::{Category, Facts, METRICS, Metric, MetricUnit, Sample};
use serde_json::{Map, Value, json};

/// Names of columns with values of an account or a price, and with returns.
const LEVELS: [&str; 5] = ["equity", "value", "balance", "close", "price"];
const RETURNS: [&str; 2] = ["return", "returns"];

/// What to measure.
#[derive(clap::Args)]
pub struct Arguments {
    /// A header line, then a row a line, oldest first: time and equity (or value, close), or time and return; `-` reads
    /// standard input.
    #[arg(long, value_name = "FILE")]
    csv: String,
    /// The column to measure, when its name is another.
    #[arg(long, value_name = "COLUMN")]
    column: Option<String>,
    /// The column holds simple returns of the rows, not values.
    #[arg(long)]
    returns: bool,
    /// A second file of the same kind to compare with; rows are matched by time.
    #[arg(long, value_name = "FILE")]
    benchmark: Option<String>,
    /// Rows a year; read from the times when left out.
    #[arg(long, value_name = "NUMBER")]
    periods: Option<f64>,
    /// Risk-free return a year: 0.03 is 3 %.
    #[arg(
        long,
        value_name = "RATE",
        default_value_t = 0.0,
        allow_negative_numbers = true
    )]
    rf: f64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Why there are no numbers.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file can't be used.
    #[error("{0}")]
    Csv(#[from] CsvError),
    /// A value can't be the value of an account.
    #[error("{file} row {row} of the data, {column}: expected a value above 0, got {got}")]
    NotAbove0 {
        /// Which file.
        file: String,
        /// Which row, counted from 1 without the header.
        row: usize,
        /// Which column.
        column: &'static str,
        /// The value found.
        got: f64,
    },
    /// Nothing tells how long a row is.
    #[error(
        "--periods: {0} has no column of times, so expected the number of rows a year, like --periods 365"
    )]
    NoPeriods(String),
    /// A flag holds something else than it should.
    #[error("--{flag} {got}: must be {allowed}")]
    Flag {
        /// Which flag.
        flag: &'static str,
        /// What was given.
        got: f64,
        /// What would be right.
        allowed: &'static str,
    },
    /// The two files have nothing in common.
    #[error("--benchmark {file}: expected times that {main} has too, got {matched} of them")]
    Apart {
        /// The benchmark's file.
        file: String,
        /// The main file.
        main: String,
        /// Moments in both.
        matched: usize,
    },
    /// It can't be written as JSON.
    #[error("metrics: {0}")]
    Json(#[from] serde_json::Error),
}

/// A measured column: returns, and the times they are labelled with.
struct Series {
    rows: usize,
    returns: Vec<f64>,
    times: Option<Vec<i64>>,
    benchmark: Option<Vec<f64>>,
}

/// Measures and prints.
pub fn measure(arguments: &Arguments) -> Result<String, Error> {
    if let Some(got) = arguments
        .periods
        .filter(|periods| !(*periods > 0.0 && periods.is_finite()))
    {
        let allowed = "a number above 0, like 365";
        return Err(Error::Flag {
            flag: "periods",
            got,
            allowed,
        });
    }
    if !(arguments.rf > -1.0 && arguments.rf.is_finite()) {
        let (got, allowed) = (arguments.rf, "a yearly return above -1, like 0.03");
        return Err(Error::Flag {
            flag: "rf",
            got,
            allowed,
        });
    }
    let series = read(arguments)?;
    let annualisation = match (arguments.periods, &series.times) {
        (Some(periods), _) => Annualisation::chosen(periods),
        (None, Some(times)) => {
            Annualisation::of_times(times).ok_or_else(|| Error::NoPeriods(arguments.csv.clone()))?
        }
        (None, None) => return Err(Error::NoPeriods(arguments.csv.clone())),
    };
    let facts = Facts::of_sample(&Sample {
        returns: &series.returns,
        times: series.times.as_deref(),
        benchmark: series.benchmark.as_deref(),
        annualisation,
        years_by_count: arguments.periods.is_some() || series.times.is_none(),
        risk_free: arguments.rf,
        trades: &[],
    });
    let falls = worst(drawdowns(1.0, &wealth(&series.returns)), 10);
    let months = facts.periods().map(calendar).unwrap_or_default();
    if arguments.json {
        return json(&series, &facts, &months, &falls);
    }
    Ok(text(&series, &facts, &months, &falls))
}

fn read(arguments: &Arguments) -> Result<Series, Error> {
    let file = CsvFile::open(&arguments.csv)?;
    let column = Column::of(&file, arguments);
    let values = column.read(&file)?;
    let times = file
        .times()?
        .map(|times| times.iter().map(|time| time.0).collect::<Vec<_>>());
    let rows = values.len();
    let Some(name) = &arguments.benchmark else {
        let (returns, times) = column.to_returns(values, times);
        return Ok(Series {
            rows,
            returns,
            times,
            benchmark: None,
        });
    };
    let times = times.ok_or_else(|| {
        file.needed_times()
            .err()
            .map_or_else(|| Error::NoPeriods(arguments.csv.clone()), Error::Csv)
    })?;
    let other = CsvFile::open(name)?;
    let other_column = Column::of(&other, arguments);
    let other_times: Vec<i64> = other.needed_times()?.iter().map(|time| time.0).collect();
    let joined = join(&times, &values, &other_times, &other_column.read(&other)?);
    if joined.times.len() < 3 {
        return Err(Error::Apart {
            file: name.clone(),
            main: arguments.csv.clone(),
            matched: joined.times.len(),
        });
    }
    let (benchmark, _) = other_column.to_returns(joined.benchmark, None);
    let (returns, times) = column.to_returns(joined.account, Some(joined.times));
    // One file of values and one of returns: the first row has no return from values.
    let benchmark = benchmark[benchmark.len().saturating_sub(returns.len())..].to_vec();
    let late = returns.len().saturating_sub(benchmark.len());
    Ok(Series {
        rows,
        returns: returns[late..].to_vec(),
        times: times.map(|times| times[late..].to_vec()),
        benchmark: Some(benchmark),
    })
}

/// Which column, and what its numbers are.
struct Column {
    names: Vec<String>,
    holds_returns: bool,
}

impl Column {
    fn of(file: &CsvFile, arguments: &Arguments) -> Column {
        let there = file.number_columns();
        let has = |names: &[&str]| names.iter().any(|name| there.contains(name));
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        match &arguments.column {
            Some(name) => Column {
                names: vec![name.to_lowercase()],
                holds_returns: arguments.returns || RETURNS.contains(&name.as_str()),
            },
            None if arguments.returns && there.len() == 1 && !has(&RETURNS) => Column {
                names: owned(&there),
                holds_returns: true,
            },
            None if arguments.returns || (has(&RETURNS) && !has(&LEVELS)) => Column {
                names: owned(&RETURNS),
                holds_returns: true,
            },
            None => Column {
                names: owned(&LEVELS),
                holds_returns: false,
            },
        }
    }

    fn read(&self, file: &CsvFile) -> Result<Vec<f64>, Error> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let values = file.numbers(&names)?;
        let bad = values
            .iter()
            .position(|value| !self.holds_returns && *value <= 0.0);
        match bad {
            Some(index) => Err(Error::NotAbove0 {
                file: file.name().to_owned(),
                row: index + 1,
                column: "value",
                got: values[index],
            }),
            None => Ok(values),
        }
    }

    /// Values lose their first row, which only tells where the account began.
    fn to_returns(
        &self,
        values: Vec<f64>,
        times: Option<Vec<i64>>,
    ) -> (Vec<f64>, Option<Vec<i64>>) {
        if self.holds_returns {
            return (values, times);
        }
        let times = times.map(|times| times.into_iter().skip(1).collect());
        (returns(&values), times)
    }
}

fn text(series: &Series, facts: &Facts, months: &[CalendarRow], falls: &[DrawdownRow]) -> String {
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

fn json(
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

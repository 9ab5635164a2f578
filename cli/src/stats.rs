//! `backcast stats`: one statistic of the catalogue over the columns of a CSV file.

use crate::csv_file::{CsvError, CsvFile};
use crate::sets::{self, SetError};
use crate::table::{align, wrap};
use domain::Ts;
use research::catalogue::{self, Input, Named, Run, Statistic, StatisticError, Value};
use research::matrix::{Matrix, MatrixError};

/// Which statistic of what.
#[derive(clap::Args)]
pub struct Arguments {
    /// A statistic of `backcast list statistics`.
    name: String,
    /// A parameter, as NAME=VALUE; may be given again.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// A header line, then a row a line; `-` reads standard input. Not needed where a statistic takes no data.
    ///
    /// A table of numbers with a comma between cells and nothing else; bars of other files become one by `backcast data convert FILE --out
    /// bars.csv`.
    #[arg(long, value_name = "FILE")]
    csv: Option<String>,
    /// The column to look at; may be left out when there is only one. Two series need it twice, a matrix takes all
    /// columns unless some are named.
    #[arg(long, value_name = "COLUMN")]
    column: Vec<String>,
    /// What to make of the columns first.
    #[arg(long, value_enum, default_value = "values")]
    from: From,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum From {
    /// Take them as they are.
    Values,
    /// Simple returns from one row to the next, for columns of prices or equity.
    Returns,
    /// Natural logarithms.
    Logs,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody knows the name.
    #[error("statistic {got}: there is none of this name; there are {known}")]
    Unknown {
        /// The name given.
        got: String,
        /// The names there are.
        known: String,
    },
    /// The parameters don't fit.
    #[error("{0}")]
    Set(#[from] SetError),
    /// The file can't be used.
    #[error("{0}")]
    Csv(#[from] CsvError),
    /// The columns are no matrix.
    #[error("{0}")]
    Matrix(#[from] MatrixError),
    /// Data are missing or too many.
    #[error("--csv: {id} takes {takes}")]
    Csvs {
        /// The statistic.
        id: &'static str,
        /// What it looks at.
        takes: &'static str,
    },
    /// Which column is meant isn't clear.
    #[error("--column: {id} takes {takes}, so expected {count} of the columns {known}")]
    Columns {
        /// The statistic.
        id: &'static str,
        /// What it looks at.
        takes: &'static str,
        /// How many columns.
        count: usize,
        /// The columns there are.
        known: String,
    },
    /// The statistic refused.
    #[error("{file}{id}: {error}")]
    Refused {
        /// Which file, with what separates it from the rest; empty without one.
        file: String,
        /// The statistic.
        id: &'static str,
        /// Why.
        error: StatisticError,
    },
    /// It can't be written as JSON.
    #[error("statistic: {0}")]
    Json(#[from] serde_json::Error),
}

/// Computes and prints.
pub fn stats(arguments: &Arguments) -> Result<String, Error> {
    let statistic = catalogue::find(&arguments.name).ok_or_else(|| {
        let known: Vec<&str> = catalogue::STATISTICS.iter().map(|one| one.id).collect();
        Error::Unknown {
            got: arguments.name.clone(),
            known: known.join(", "),
        }
    })?;
    let values = sets::values(statistic.params, &arguments.set)?;
    let given = statistic
        .params
        .iter()
        .zip(values)
        .map(|(param, value)| (param.id.to_owned(), value))
        .collect();
    let columns = columns(statistic, arguments)?;
    let matrix;
    let input = match (statistic.run, columns.as_slice()) {
        (Run::Nothing(_), _) => Input::Nothing,
        (Run::Matrix(_), columns) => {
            matrix = Matrix::from_columns(columns)?;
            Input::Matrix(&matrix)
        }
        (Run::Series(_), [series]) => Input::Series(series),
        (Run::PValues(_), [p_values]) => Input::PValues(p_values),
        (Run::Trades(_), [trades]) => Input::Trades(trades),
        (Run::TwoSeries(_), [one, other]) => Input::TwoSeries(one, other),
        _ => {
            let (id, takes) = (statistic.id, statistic.run.takes().en);
            return Err(Error::Csvs { id, takes });
        }
    };
    let answer = statistic
        .compute(input, &given)
        .map_err(|error| Error::Refused {
            file: arguments
                .csv
                .as_ref()
                .map(|file| format!("{file}: "))
                .unwrap_or_default(),
            id: statistic.id,
            error,
        })?;
    if arguments.json {
        let json = serde_json::json!({
            "statistic": statistic.id,
            "params": given,
            "source": statistic.source,
            "answer": json(&answer),
        });
        return Ok(serde_json::to_string_pretty(&json)? + "\n");
    }
    let mut rows = Vec::new();
    lines(&answer, "", &mut rows);
    Ok(format!(
        "{}\n\n{}\nsource  {}\n",
        statistic.name.en,
        align(&rows),
        wrap(statistic.source, 8)
    ))
}

fn columns(statistic: &Statistic, arguments: &Arguments) -> Result<Vec<Vec<f64>>, Error> {
    let takes = statistic.run.takes().en;
    let id = statistic.id;
    let count = match statistic.run {
        Run::Nothing(_) => 0,
        Run::TwoSeries(_) => 2,
        _ => 1,
    };
    let Some(name) = &arguments.csv else {
        return match count {
            0 => Ok(Vec::new()),
            _ => Err(Error::Csvs { id, takes }),
        };
    };
    if count == 0 {
        return Err(Error::Csvs { id, takes });
    }
    let file = CsvFile::open(name)?;
    // Times that are there must be in order, whether they are used or not.
    let _: Option<Vec<Ts>> = file.times()?;
    let there = file.number_columns();
    let chosen: Vec<String> = match arguments.column.as_slice() {
        [] => there.iter().map(|name| (*name).to_owned()).collect(),
        named => named.iter().map(|name| name.to_lowercase()).collect(),
    };
    let any_number = matches!(statistic.run, Run::Matrix(_));
    if !any_number && chosen.len() != count {
        let known = there.join(", ");
        return Err(Error::Columns {
            id,
            takes,
            count,
            known,
        });
    }
    let read = |name: &String| {
        let names = [name.as_str()];
        Ok(match arguments.from {
            From::Values => file.numbers(&names)?,
            From::Returns => metrics::series::returns(&file.positive_numbers(&names)?),
            From::Logs => {
                let values = file.positive_numbers(&names)?;
                values.into_iter().map(libm::log).collect()
            }
        })
    };
    chosen.iter().map(read).collect()
}

fn lines(named: &Named, indent: &str, rows: &mut Vec<Vec<String>>) {
    for (name, value) in named {
        let label = format!("{indent}{}", name.replace('_', " "));
        match value {
            Value::Group(parts) => {
                rows.push(vec![label]);
                lines(parts, &format!("{indent}  "), rows);
            }
            Value::Numbers(numbers) => {
                // A column of its own, so that a list doesn't push the single numbers away.
                rows.push(vec![label, String::new(), first_of(numbers)]);
            }
            Value::Number(number) => rows.push(vec![label, plain(*number)]),
            Value::Count(count) => rows.push(vec![label, count.to_string()]),
            Value::Flag(flag) => {
                rows.push(vec![label, if *flag { "yes" } else { "no" }.to_owned()])
            }
            Value::Undefined(why) => rows.push(vec![label, "–".to_owned(), why.clone()]),
        }
    }
}

/// The first eight numbers of a list, fewer when they are long.
fn first_of(numbers: &[f64]) -> String {
    let mut text = String::new();
    for (place, number) in numbers.iter().enumerate() {
        let shown = plain(*number);
        if place == 8 || text.len() + shown.len() > 50 {
            text.push_str(" …");
            break;
        }
        let between = if place == 0 { "" } else { " " };
        text.push_str(between);
        text.push_str(&shown);
    }
    format!("[{text}]")
}

/// Up to six digits behind the point, and the power of ten where that is shorter.
fn plain(number: f64) -> String {
    let size = number.abs();
    if size != 0.0 && !(1e-4..1e9).contains(&size) {
        return format!("{number:.5e}");
    }
    let digits = format!("{number:.6}");
    digits
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}

fn json(named: &Named) -> serde_json::Value {
    let value = |value: &Value| match value {
        Value::Number(number) => (*number).into(),
        Value::Count(count) => (*count).into(),
        Value::Numbers(numbers) => numbers.clone().into(),
        Value::Flag(flag) => (*flag).into(),
        Value::Group(parts) => json(parts),
        Value::Undefined(why) => serde_json::json!({ "undefined": why }),
    };
    let pairs = named
        .iter()
        .map(|(name, part)| ((*name).to_owned(), value(part)));
    serde_json::Value::Object(pairs.collect())
}

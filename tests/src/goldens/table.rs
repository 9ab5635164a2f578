//! The columns of a case's input, from arrays in the case or from rows of a data file.

use domain::moment;
use serde_json::Value;
use std::collections::BTreeMap;

/// Columns of numbers, and the times of their rows where there are any.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: BTreeMap<String, Vec<f64>>,
    times: Option<Vec<i64>>,
}

const TIME_COLUMNS: [&str; 4] = ["timestamp", "date", "dates", "time"];

impl Table {
    /// Reads `inline`, or `file` with its `columns` and `rows`; an input with neither has no columns.
    pub fn load(
        input: &Value,
        data: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Self, String> {
        match input.get("file").and_then(Value::as_str) {
            Some(file) => Self::from_csv(file, &data(file)?, input),
            None => Self::from_arrays(&input["inline"]),
        }
    }

    /// A column of numbers.
    pub fn column(&self, name: &str) -> Result<&[f64], String> {
        self.columns.get(name).map(Vec::as_slice).ok_or_else(|| {
            let known: Vec<&str> = self.columns.keys().map(String::as_str).collect();
            format!(
                "the input has no column of numbers `{name}`; it has {}",
                known.join(", ")
            )
        })
    }

    /// The times of the rows.
    pub fn times(&self) -> Result<&[i64], String> {
        let times = self.times.as_deref();
        times.ok_or_else(|| "the input has no column of times".to_owned())
    }

    fn from_arrays(inline: &Value) -> Result<Self, String> {
        let mut table = Self::default();
        for (name, value) in inline.as_object().into_iter().flatten() {
            let Some(cells) = value.as_array() else {
                continue;
            };
            if TIME_COLUMNS.contains(&name.as_str()) {
                let times = cells
                    .iter()
                    .map(|cell| time(cell.as_str().unwrap_or_default()));
                let times: Option<_> = times.collect();
                table.times = Some(times.ok_or_else(|| bad_times(name, cells))?);
            } else if let Some(column) = cells.iter().map(number).collect() {
                table.columns.insert(name.clone(), column);
            }
        }
        Ok(table)
    }

    fn from_csv(file: &str, text: &str, input: &Value) -> Result<Self, String> {
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
        let (from, to) = range(&input["rows"], rows.len());
        let chosen = rows.get(from..to).ok_or_else(|| {
            format!(
                "{file} has {} rows, so rows {} can't be taken",
                rows.len(),
                input["rows"]
            )
        })?;
        let named: Vec<&str> = match input["columns"].as_array() {
            Some(names) => names.iter().filter_map(Value::as_str).collect(),
            None => header.clone(),
        };
        let mut table = Self::default();
        for name in named {
            let place = header.iter().position(|column| *column == name);
            let place = place.ok_or_else(|| {
                format!(
                    "{file} has no column `{name}`; it has {}",
                    header.join(", ")
                )
            })?;
            let cells = chosen
                .iter()
                .map(|row| row.get(place).copied().unwrap_or_default());
            let bad = |row: usize, cell: &str| {
                format!("{file} row {}, {name}: `{cell}` can't be read", from + row)
            };
            if TIME_COLUMNS.contains(&name) {
                let times = cells
                    .enumerate()
                    .map(|(row, cell)| time(cell).ok_or_else(|| bad(row, cell)));
                table.times = Some(times.collect::<Result<_, _>>()?);
            } else {
                let column = cells.enumerate().map(|(row, cell)| match cell {
                    "" => Ok(f64::NAN),
                    _ => cell.parse().map_err(|_| bad(row, cell)),
                });
                table
                    .columns
                    .insert(name.to_owned(), column.collect::<Result<_, _>>()?);
            }
        }
        Ok(table)
    }
}

/// Rows `[a, b)`; all of them where the input names none.
fn range(rows: &Value, count: usize) -> (usize, usize) {
    let bound = |index: usize| {
        let bound = rows.get(index).and_then(Value::as_u64);
        bound.and_then(|bound| usize::try_from(bound).ok())
    };
    match (rows, bound(0), bound(1)) {
        (Value::Null, ..) => (0, count),
        (_, Some(from), Some(to)) => (from, to),
        // Never a range of any file.
        _ => (usize::MAX, 0),
    }
}

fn bad_times(name: &str, cells: &[Value]) -> String {
    let bad = cells
        .iter()
        .find(|cell| time(cell.as_str().unwrap_or_default()).is_none());
    format!("{name}: {} is not a time", bad.unwrap_or(&Value::Null))
}

fn number(cell: &Value) -> Option<f64> {
    match cell {
        Value::Null => Some(f64::NAN),
        Value::Number(number) => number.as_f64(),
        _ => None,
    }
}

fn time(text: &str) -> Option<i64> {
    moment::parse(text).map(|at| at.0)
}

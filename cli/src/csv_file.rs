//! Reads a CSV file of numbers; whatever is wrong is named with its file, line and column, and what would be right.

use domain::{Ts, moment};
use std::collections::BTreeMap;

/// Names under which files keep their times.
const TIME_NAMES: [&str; 7] = [
    "time",
    "timestamp",
    "date",
    "datetime",
    "dates",
    "open_time",
    "opentime",
];

/// A file with a header line and rows of the same length.
#[derive(Debug)]
pub struct CsvFile {
    name: String,
    header: Vec<String>,
    /// The line each row stands in, counted from 1, and its cells.
    rows: Vec<(usize, Vec<String>)>,
}

/// Why a file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// The system can't read it.
    #[error("{file}: {error}")]
    File {
        /// Which file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// Nothing but a header, or not even that.
    #[error("{file}: there are no rows; expected a header line like time,close and a row a line")]
    Empty {
        /// Which file.
        file: String,
    },
    /// The first line is data.
    #[error(
        "{file} line 1: expected a header with the names of the columns, like time,open,high,low,close,volume, got {got}"
    )]
    NoHeader {
        /// Which file.
        file: String,
        /// The line found.
        got: String,
    },
    /// A row is longer or shorter than the header.
    #[error("{file} line {line}: expected {expected} cells as in the header, got {got}")]
    Cells {
        /// Which file.
        file: String,
        /// Which line.
        line: usize,
        /// Cells of the header.
        expected: usize,
        /// Cells of the row.
        got: usize,
    },
    /// A column that is needed isn't there.
    #[error("{file} line 1: there is no column {wanted}; there are {known}")]
    NoColumn {
        /// Which file.
        file: String,
        /// What was looked for.
        wanted: String,
        /// What there is.
        known: String,
    },
    /// A cell is no number.
    #[error("{file} line {line}, {column}: expected a number, got {got:?}")]
    NotANumber {
        /// Which file.
        file: String,
        /// Which line.
        line: usize,
        /// Which column.
        column: String,
        /// The cell.
        got: String,
    },
    /// A cell is a number, but not above 0.
    #[error("{file} line {line}, {column}: expected a number above 0, got {got}")]
    NotAbove0 {
        /// Which file.
        file: String,
        /// Which line.
        line: usize,
        /// Which column.
        column: String,
        /// The number.
        got: f64,
    },
    /// A cell is no moment.
    #[error("{file} line {line}, {column}: expected a time like 2024-01-31T09:00:00Z, got {got:?}")]
    NotATime {
        /// Which file.
        file: String,
        /// Which line.
        line: usize,
        /// Which column.
        column: String,
        /// The cell.
        got: String,
    },
    /// Times repeat or run backwards.
    #[error(
        "{file} line {line}, {column}: expected a time after {before} (line {line_before}), got {got}: sort the rows by time, oldest first, one row a time"
    )]
    Order {
        /// Which file.
        file: String,
        /// Which line.
        line: usize,
        /// Which column.
        column: String,
        /// The time found.
        got: Ts,
        /// The line before.
        line_before: usize,
        /// Its time.
        before: Ts,
    },
}

impl CsvFile {
    /// Reads a file; `-` is standard input.
    pub fn open(file: &str) -> Result<CsvFile, CsvError> {
        let fail = |error| CsvError::File {
            file: file.to_owned(),
            error,
        };
        let text = match file {
            "-" => std::io::read_to_string(std::io::stdin()).map_err(fail)?,
            _ => std::fs::read_to_string(file).map_err(fail)?,
        };
        CsvFile::parse(file, &text)
    }

    /// Reads text; `name` stands in messages.
    pub fn parse(name: &str, text: &str) -> Result<CsvFile, CsvError> {
        let file = || name.to_owned();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, cells(line)))
            .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
        let (_, header) = lines
            .next()
            .ok_or_else(|| CsvError::Empty { file: file() })?;
        if header.iter().any(|cell| cell.parse::<f64>().is_ok()) {
            let got = header.join(",");
            return Err(CsvError::NoHeader { file: file(), got });
        }
        let rows: Vec<(usize, Vec<String>)> = lines.collect();
        if rows.is_empty() {
            return Err(CsvError::Empty { file: file() });
        }
        if let Some((line, row)) = rows.iter().find(|(_, row)| row.len() != header.len()) {
            return Err(CsvError::Cells {
                file: file(),
                line: *line,
                expected: header.len(),
                got: row.len(),
            });
        }
        let header = header.iter().map(|cell| cell.to_lowercase()).collect();
        let name = file();
        Ok(CsvFile { name, header, rows })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The name in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Names of the columns that hold numbers.
    pub fn number_columns(&self) -> Vec<&str> {
        let numbers = self.header.iter().map(String::as_str);
        numbers.filter(|name| !TIME_NAMES.contains(name)).collect()
    }

    /// The first column of these names, as numbers.
    pub fn numbers(&self, names: &[&str]) -> Result<Vec<f64>, CsvError> {
        let place = self.place(names)?;
        let read = |(line, row): &(usize, Vec<String>)| {
            let cell = row.get(place).map_or("", String::as_str);
            let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
            number.ok_or_else(|| CsvError::NotANumber {
                file: self.name.clone(),
                line: *line,
                column: self.header.get(place).cloned().unwrap_or_default(),
                got: cell.to_owned(),
            })
        };
        self.rows.iter().map(read).collect()
    }

    /// The first column of these names, as numbers that are all above 0: prices and values of an account.
    pub fn positive_numbers(&self, names: &[&str]) -> Result<Vec<f64>, CsvError> {
        let numbers = self.numbers(names)?;
        let bad = numbers
            .iter()
            .zip(&self.rows)
            .find(|(number, _)| **number <= 0.0);
        match bad {
            Some((got, (line, _))) => Err(CsvError::NotAbove0 {
                file: self.name.clone(),
                line: *line,
                column: self.header[self.place(names)?].clone(),
                got: *got,
            }),
            None => Ok(numbers),
        }
    }

    /// The times of the rows, each after the one before; `None` when the file has no column of times.
    pub fn times(&self) -> Result<Option<Vec<Ts>>, CsvError> {
        let Some(place) = self.time_place() else {
            return Ok(None);
        };
        let mut times: Vec<Ts> = Vec::with_capacity(self.rows.len());
        let mut line_before = 1;
        for (line, row) in &self.rows {
            let cell = row.get(place).map_or("", String::as_str);
            let got = moment::parse(cell).ok_or_else(|| CsvError::NotATime {
                file: self.name.clone(),
                line: *line,
                column: self.header.get(place).cloned().unwrap_or_default(),
                got: cell.to_owned(),
            })?;
            if let Some(before) = times.last().copied().filter(|before| got <= *before) {
                let file = self.name.clone();
                return Err(CsvError::Order {
                    file,
                    line: *line,
                    column: self.header.get(place).cloned().unwrap_or_default(),
                    got,
                    line_before,
                    before,
                });
            }
            times.push(got);
            line_before = *line;
        }
        Ok(Some(times))
    }

    /// The times of the rows, which must be there.
    pub fn needed_times(&self) -> Result<Vec<Ts>, CsvError> {
        self.times()?
            .ok_or_else(|| self.no_column(&TIME_NAMES[..4]))
    }

    /// The numbers of a column at these moments; a moment that isn't there has none.
    pub fn numbers_at(&self, names: &[&str], times: &[Ts]) -> Result<Vec<Option<f64>>, CsvError> {
        let own: BTreeMap<Ts, f64> = self
            .needed_times()?
            .into_iter()
            .zip(self.numbers(names)?)
            .collect();
        Ok(times.iter().map(|time| own.get(time).copied()).collect())
    }

    fn time_place(&self) -> Option<usize> {
        let is_time = |name: &String| TIME_NAMES.contains(&name.as_str());
        self.header.iter().position(is_time)
    }

    fn place(&self, names: &[&str]) -> Result<usize, CsvError> {
        names
            .iter()
            .find_map(|name| self.header.iter().position(|column| column == name))
            .ok_or_else(|| self.no_column(names))
    }

    fn no_column(&self, names: &[&str]) -> CsvError {
        CsvError::NoColumn {
            file: self.name.clone(),
            wanted: names.join(" or "),
            known: self.header.join(", "),
        }
    }
}

/// The cells of a line, without the quotes that some programs put around everything.
fn cells(line: &str) -> Vec<String> {
    let bare = |cell: &str| cell.trim().trim_matches('"').trim().to_owned();
    line.split(',').map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, use_it: impl Fn(&CsvFile) -> Result<(), CsvError>) -> String {
        CsvFile::parse("bars.csv", text)
            .and_then(|file| use_it(&file))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn reads_numbers_and_times_by_name() {
        let text = "\u{feff}\"Date\",Close\r\n2024-01-01,1.5\r\n\r\n2024-01-02, 2\r\n";
        let file = CsvFile::parse("bars.csv", text).unwrap();
        assert_eq!(file.numbers(&["value", "close"]).unwrap(), [1.5, 2.0]);
        let times = file.times().unwrap().unwrap();
        assert_eq!(
            times,
            [Ts::from_date(2024, 1, 1), Ts::from_date(2024, 1, 2)]
        );
        let at = [Ts::from_date(2024, 1, 2), Ts::from_date(2024, 1, 3)];
        assert_eq!(file.numbers_at(&["close"], &at).unwrap(), [Some(2.0), None]);
    }

    #[test]
    fn a_defect_is_named_with_its_line_and_what_would_be_right() {
        let close = |file: &CsvFile| file.numbers(&["close"]).map(drop);
        let times = |file: &CsvFile| file.times().map(drop);
        for (got, words) in [
            (message("", close), "bars.csv: there are no rows"),
            (message("time,close\n", close), "there are no rows"),
            (message("1,2\n3,4", close), "line 1: expected a header"),
            (
                message("time,close\n2024-01-01,1\n2024-01-02", close),
                "line 3: expected 2 cells",
            ),
            (
                message("time,open\n2024-01-01,1", close),
                "no column close; there are time, open",
            ),
            (
                message("time,close\n2024-01-01,1\n2024-01-02,x", close),
                "line 3, close: expected a number, got \"x\"",
            ),
            (
                message("time,close\n2024-01-01,NaN", close),
                "line 2, close: expected a number",
            ),
            (
                message("time,close\nyesterday,1", times),
                "line 2, time: expected a time like 2024",
            ),
            (
                message("time,close\n2024-01-02,1\n2024-01-01,1", times),
                "line 3, time: expected a time after 2024-01-02T00:00:00Z (line 2), got 2024-01-01",
            ),
            (
                message("time,close\n2024-01-02,1\n2024-01-02,1", times),
                "line 3, time: expected a time after",
            ),
        ] {
            assert!(got.contains(words), "{got}");
        }
    }
}

//! One golden case: its JSON and the rows of market data it names.

use super::table::Table;
use serde_json::{Value, json};

/// A case with its input loaded.
#[derive(Clone, Debug)]
pub struct Case {
    /// `topic/name`.
    pub id: String,
    /// What to compute, such as `rsi` or `metrics.risk`.
    pub function: String,
    /// The whole `call` object: function, parameters, definitions.
    pub call: Value,
    /// Name to number, array or table.
    pub expected: Value,
    /// How near an answer must be.
    pub tolerance: Value,
    input: Value,
    table: Table,
    benchmark: Option<Table>,
    several: Vec<(String, Table)>,
}

impl Case {
    /// Reads a case; `data` gives the text of a data file by its name.
    pub fn parse(
        json: &str,
        data: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Self, String> {
        let mut whole: Value =
            serde_json::from_str(json).map_err(|error| format!("not a JSON case: {error}"))?;
        let mut take = |key: &str| {
            let part = whole.get_mut(key).map(Value::take);
            part.ok_or_else(|| format!("the case has no `{key}`"))
        };
        let id = text(&take("id")?, "id")?;
        let call = take("call")?;
        let function = text(&call["function"], "call.function")?;
        let (input, expected) = (take("input")?, take("expected")?);
        // A case that expects nothing would pass without having tested anything.
        if expected
            .as_object()
            .is_none_or(|expected| expected.is_empty())
        {
            return Err("`expected` names no value".to_owned());
        }
        let mut several = Vec::new();
        for file in names(&input["files"]) {
            let named = json!({"file": file, "columns": input["columns"]});
            several.push((file.to_owned(), Table::load(&named, data)?));
        }
        Ok(Self {
            several,
            function,
            expected,
            tolerance: take("tolerance")?,
            table: Table::load(&input, data)?,
            benchmark: match input.get("benchmark") {
                Some(named) => Some(Table::load(named, data)?),
                None => None,
            },
            id,
            call,
            input,
        })
    }

    /// A parameter of the call that is a number.
    pub fn number(&self, name: &str) -> Result<f64, String> {
        self.param(name)
            .and_then(Value::as_f64)
            .ok_or_else(|| format!("the call has no number `{name}`"))
    }

    /// A parameter of the call.
    pub fn param(&self, name: &str) -> Option<&Value> {
        self.call.get("params")?.get(name)
    }

    /// A column of numbers of the input; null and empty cells are NaN.
    pub fn column(&self, name: &str) -> Result<&[f64], String> {
        self.table.column(name)
    }

    /// The moments of the input's rows, in milliseconds UTC.
    pub fn times(&self) -> Result<&[i64], String> {
        self.table.times()
    }

    /// A column of numbers of the benchmark's file.
    pub fn benchmark_column(&self, name: &str) -> Result<&[f64], String> {
        self.its_benchmark()?.column(name)
    }

    /// The moments of the benchmark's rows, in milliseconds UTC.
    pub fn benchmark_times(&self) -> Result<&[i64], String> {
        self.its_benchmark()?.times()
    }

    /// What the case itself carries as input; null when there is nothing.
    pub fn inline(&self) -> &Value {
        &self.input["inline"]
    }

    /// The input as written: file, rows, columns, transform.
    pub fn input(&self) -> &Value {
        &self.input
    }

    /// The data files the input names.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let named = [&self.input["file"], &self.input["benchmark"]["file"]];
        let one = named.into_iter().filter_map(Value::as_str);
        one.chain(names(&self.input["files"]))
    }

    /// All rows of each file, for an input that names several.
    pub fn several(&self) -> &[(String, Table)] {
        &self.several
    }

    fn its_benchmark(&self) -> Result<&Table, String> {
        let benchmark = self.benchmark.as_ref();
        benchmark.ok_or_else(|| "the input has no benchmark".to_owned())
    }
}

fn names(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

fn text(value: &Value, name: &str) -> Result<String, String> {
    let text = value.as_str().map(str::to_owned);
    text.ok_or_else(|| format!("`{name}` is not a text"))
}

#[cfg(test)]
mod tests {
    use super::Case;
    use serde_json::{Value, json};

    const BARS: &str = "timestamp,close,volume\n2024-01-01T00:00:00Z,10,1\n\
        2024-01-02T00:00:00Z,11,\n2024-01-03T00:00:00Z,12.5,3\n";
    const DAY: i64 = 86_400_000;
    const JAN_2: i64 = 1_704_153_600_000;

    fn parse(input: Value) -> Result<Case, String> {
        let case = json!({
            "id": "stats/x", "call": {"function": "f", "params": {"n": 14, "way": "up"}},
            "input": input, "expected": {"y": 1.0}, "tolerance": {"rel": 1e-9},
        });
        Case::parse(&case.to_string(), &|name| match name {
            "bars.csv" => Ok(BARS.to_owned()),
            "torn.csv" => Ok("close\n1\ntwo\n".to_owned()),
            _ => Err(format!("{name}: not there")),
        })
    }

    fn complaint(input: Value) -> String {
        parse(input).unwrap_err()
    }

    #[test]
    fn rows_are_half_open_and_an_empty_cell_is_nan() {
        let columns = ["timestamp", "close", "volume"];
        let case = parse(json!({"file": "bars.csv", "rows": [1, 3], "columns": columns})).unwrap();
        assert_eq!(case.column("close").unwrap(), [11.0, 12.5]);
        assert_eq!(case.times().unwrap(), [JAN_2, JAN_2 + DAY]);
        let volume = case.column("volume").unwrap();
        assert!(volume[0].is_nan() && volume[1] == 3.0);
    }

    #[test]
    fn a_benchmark_is_a_second_table_of_all_its_rows() {
        let case = parse(json!({
            "file": "bars.csv", "rows": [0, 1], "columns": ["close"],
            "benchmark": {"file": "bars.csv", "columns": ["timestamp", "close"]},
        }));
        let case = case.unwrap();
        assert_eq!(case.column("close").unwrap(), [10.0]);
        assert_eq!(case.benchmark_column("close").unwrap(), [10.0, 11.0, 12.5]);
        assert_eq!(case.benchmark_times().unwrap()[1], JAN_2);
    }

    #[test]
    fn inline_arrays_are_columns_and_dates_are_midnights() {
        let inline =
            json!({"dates": ["2024-01-02", "2024-01-03"], "x": [1, null], "rows": [[1.0], [2.0]]});
        let case = parse(json!({"inline": inline})).unwrap();
        assert_eq!(case.times().unwrap(), [JAN_2, JAN_2 + DAY]);
        let x = case.column("x").unwrap();
        assert!(x[0] == 1.0 && x[1].is_nan());
        assert_eq!(case.inline()["rows"][1][0], 2.0);
        assert_eq!(case.number("n"), Ok(14.0));
        assert!(case.number("way").unwrap_err().contains("`way`"));
        assert!(case.column("rows").is_err(), "a table is not a column");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let of = |file: &str, rows: [usize; 2], column: &str| {
            complaint(json!({"file": file, "rows": rows, "columns": [column]}))
        };
        assert_eq!(of("gone.csv", [0, 1], "close"), "gone.csv: not there");
        for wrong in [[0, 4], [2, 1]] {
            let said = of("bars.csv", wrong, "close");
            assert!(
                said.contains("bars.csv") && said.contains("3 rows"),
                "{said}"
            );
        }
        let said = of("bars.csv", [0, 1], "open");
        assert!(
            said.contains("bars.csv") && said.contains("`open`"),
            "{said}"
        );
        let said = of("torn.csv", [0, 2], "close");
        assert!(said.contains("torn.csv row 1, close: `two`"), "{said}");
        let said = complaint(json!({"inline": {"dates": ["2024-02-30"]}}));
        assert!(said.contains("2024-02-30"), "{said}");
    }

    #[test]
    fn an_absent_column_time_or_benchmark_is_named() {
        let case = parse(json!({"inline": {"x": [1.0]}})).unwrap();
        let said = case.column("close").unwrap_err();
        assert!(said.contains("`close`") && said.ends_with("x"), "{said}");
        assert!(case.times().unwrap_err().contains("time"));
        assert!(case.benchmark_times().unwrap_err().contains("benchmark"));
    }

    #[test]
    fn malformed_json_and_a_missing_part_are_errors() {
        let none = |_: &str| Err(String::new());
        assert!(Case::parse("{\"id\": ", &none).is_err());
        let said = Case::parse("{\"id\": \"a/b\"}", &none).unwrap_err();
        assert!(said.contains("`call`"), "{said}");
    }
}

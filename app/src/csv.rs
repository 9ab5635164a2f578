//! CSV text that a spreadsheet reads as data and never as a formula.

/// Lines of comma-separated cells, ended as RFC 4180 wants them.
#[derive(Debug, Default)]
pub struct Csv(String);

impl Csv {
    /// Starts with a byte order mark: without it Excel reads Korean as another encoding.
    pub fn new(header: &[&str]) -> Csv {
        let mut csv = Csv("\u{feff}".to_owned());
        csv.row(header.iter().map(|cell| Cell::Text(cell)));
        csv
    }

    /// Adds a line.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            match cell {
                // Rust's own spelling: a point, no grouping, and it reads back to the same bits.
                Cell::Number(value) if value.is_finite() => self.0.push_str(&value.to_string()),
                Cell::Number(_) => {}
                Cell::Text(text) => self.text(text),
            }
        }
        self.0.push_str("\r\n");
    }

    /// The file.
    pub fn finish(self) -> String {
        self.0
    }

    fn text(&mut self, text: &str) {
        // A cell that begins like a formula would be computed when the file is opened.
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if formula || text.contains([',', '"', '\n', '\r']) {
            self.0.push('"');
            if formula {
                self.0.push('\'');
            }
            self.0.push_str(&text.replace('"', "\"\""));
            self.0.push('"');
        } else {
            self.0.push_str(text);
        }
    }
}

/// One value of a line.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// Words.
    Text(&'a str),
    /// A number; one that is not finite leaves the cell empty.
    Number(f64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not() {
        let mut csv = Csv::new(&["name", "value"]);
        csv.row([Cell::Text("=1+1"), Cell::Number(-1.5)]);
        csv.row([Cell::Text("a \"b\", c"), Cell::Number(f64::NAN)]);
        let text = csv.finish();
        assert_eq!(
            text,
            "\u{feff}name,value\r\n\"'=1+1\",-1.5\r\n\"a \"\"b\"\", c\",\r\n"
        );
    }
}

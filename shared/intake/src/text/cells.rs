//! The cells of one row: between marks, within quotes.

use memchr::memchr;

/// How cells are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The mark between cells.
    pub delimiter: u8,
    /// May cells stand in quotation marks? When the file has none, nobody needs to look.
    pub quotes: bool,
}

/// Goes through the cells of a row from the left.
#[derive(Clone, Debug)]
pub struct Cells<'a> {
    rest: Option<&'a [u8]>,
    marks: Marks,
}

impl<'a> Cells<'a> {
    /// The cells of a row without its line end.
    pub fn new(row: &'a [u8], marks: Marks) -> Cells<'a> {
        Cells {
            rest: Some(row),
            marks,
        }
    }
}

impl<'a> Iterator for Cells<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest?;
        if self.marks.quotes
            && let Some((cell, after)) = quoted(rest, self.marks.delimiter)
        {
            self.rest = after;
            return Some(cell);
        }
        // Cells of bars are short, so walking beats a search that has to get going first.
        let end = rest.iter().position(|byte| *byte == self.marks.delimiter);
        match end {
            Some(end) => {
                let (cell, after) = rest.split_at(end);
                self.rest = after.get(1..);
                Some(cell)
            }
            None => {
                self.rest = None;
                Some(rest)
            }
        }
    }
}

/// A cell in quotes and what follows its delimiter; `None` when the row goes on without quotes.
fn quoted(rest: &[u8], delimiter: u8) -> Option<(&[u8], Option<&[u8]>)> {
    let inner = rest.trim_ascii_start().strip_prefix(b"\"")?;
    let end = closing(inner)?;
    let (cell, after) = inner.split_at(end);
    let after = after.get(1..)?;
    let blank = after.iter().take_while(|byte| **byte == b' ').count();
    match after.get(blank) {
        None => Some((cell, None)),
        Some(byte) if *byte == delimiter => Some((cell, after.get(blank + 1..))),
        Some(_) => None,
    }
}

/// Where a quoted cell ends; a doubled quotation mark is a letter of it.
pub fn closing(inner: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr(b'"', inner.get(from..)?)?;
        match inner.get(at + 1) {
            Some(b'"') => from = at + 2,
            _ => return Some(at),
        }
    }
}

/// A cell as people read it: doubled quotation marks once, bytes that are no letters as �, and cut after some letters.
pub fn shown(cell: &[u8], most: usize) -> String {
    // A letter has up to four bytes.
    let cut = cell.get(..most.saturating_mul(4)).unwrap_or(cell);
    let text = String::from_utf8_lossy(cut);
    let text = text.trim().replace("\"\"", "\"");
    match text.chars().count() > most || cut.len() < cell.len() {
        true => text.chars().take(most).chain(['…']).collect(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &str) -> Vec<String> {
        let marks = Marks {
            delimiter: b',',
            quotes: row.contains('"'),
        };
        Cells::new(row.as_bytes(), marks)
            .map(|cell| shown(cell, 80))
            .collect()
    }

    #[test]
    fn cells_stand_between_marks_or_in_quotes() {
        for (row, expected) in [
            ("a,b,c", vec!["a", "b", "c"]),
            ("", vec![""]),
            ("a,,", vec!["a", "", ""]),
            ("\"1,234\",b", vec!["1,234", "b"]),
            ("\"say \"\"hi\"\"\",2", vec!["say \"hi\"", "2"]),
            ("a, \"b,c\" ,d", vec!["a", "b,c", "d"]),
            ("\"\",x", vec!["", "x"]),
            ("5\" pipe,x", vec!["5\" pipe", "x"]),
            ("\"open,x", vec!["\"open", "x"]),
            ("\"a\"b,c", vec!["\"a\"b", "c"]),
            ("\"a\nb\",c", vec!["a\nb", "c"]),
        ] {
            assert_eq!(cells(row), expected, "{row}");
        }
    }

    #[test]
    fn long_cells_are_cut() {
        assert_eq!(shown("가나다라".as_bytes(), 3), "가나다…");
        assert_eq!(shown("가나다".as_bytes(), 3), "가나다");
        assert_eq!(shown(&[b'x'; 1_000_000], 3), "xxx…");
    }
}

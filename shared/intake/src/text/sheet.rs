//! Where the rows of a text begin and end, found once; line ends inside quotes don't end a row.

use super::cells::{Cells, Marks, closing};
use super::encoding::Decoded;
use crate::defect::Words;
use crate::limits::{ROW_BYTES, ROWS};
use crate::refusal::Refusal;
use memchr::memchr;
use std::sync::Arc;

/// A text as rows.
#[derive(Clone, Debug)]
pub struct Sheet {
    text: Arc<Vec<u8>>,
    marks: Marks,
    /// Where each row begins, and where the last ends.
    starts: Vec<u32>,
    /// The line of each row, from 1, where blank lines or line ends inside quotes make it another than the row's number.
    lines: Option<Vec<u32>>,
    /// Where each row ends, when rows of nothing but marks lie between.
    ends: Option<Vec<u32>>,
    /// Rows in which a quotation mark opens and none closes.
    open_quotes: Vec<u32>,
    /// Places that are no letters of the encoding.
    bad: Vec<usize>,
}

/// How rows end.
#[derive(Clone, Copy)]
struct Ends {
    line: u8,
    marks: Marks,
}

impl Sheet {
    /// Finds the rows. A row of more than 64 KiB is no row of bars.
    pub fn new(decoded: &Decoded, delimiter: u8) -> Result<Sheet, Refusal> {
        let text = decoded.text.as_slice();
        let marks = Marks {
            delimiter,
            quotes: memchr(b'"', text).is_some(),
        };
        // Old Macs ended lines with a carriage return alone.
        let line = match memchr(b'\n', text) {
            Some(_) => b'\n',
            None => b'\r',
        };
        let mut sheet = Sheet {
            text: Arc::clone(&decoded.text),
            marks,
            starts: Vec::new(),
            lines: None,
            ends: None,
            open_quotes: Vec::new(),
            bad: decoded.bad.clone(),
        };
        sheet.find_rows(decoded.start, Ends { line, marks })?;
        Ok(sheet)
    }

    fn find_rows(&mut self, start: usize, ends: Ends) -> Result<(), Refusal> {
        let text = Arc::clone(&self.text);
        let mut at = start;
        let mut line: u32 = 1;
        let mut rows: u32 = 0;
        // Rows of bars have 40 to 150 bytes; what is too little grows.
        self.starts.reserve(text.len() / 64);
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let (length, breaks, is_open) = row_length(rest, ends);
            if length > ROW_BYTES + 2 {
                return Err(too_large(
                    Words::new(format!("row {line}"), format!("{line}행")),
                    length,
                    ROW_BYTES,
                ));
            }
            let row = rest.get(..length).unwrap_or(rest);
            if is_blank(row, ends.marks) {
                if !row.iter().all(u8::is_ascii_whitespace) && self.ends.is_none() {
                    let ends = self.starts.iter().skip(1).copied();
                    let last = (!self.starts.is_empty()).then_some(at as u32);
                    self.ends = Some(ends.chain(last).collect());
                }
            } else {
                if rows as usize >= ROWS {
                    return Err(too_large(
                        Words::new("the number of rows", "행의 수"),
                        ROWS + 1,
                        ROWS,
                    ));
                }
                if is_open {
                    self.open_quotes.push(rows);
                }
                // A file is 512 MiB at most.
                self.starts.push(at as u32);
                rows += 1;
                if line != rows && self.lines.is_none() {
                    self.lines = Some((1..rows).collect());
                }
                if let Some(lines) = &mut self.lines {
                    lines.push(line);
                }
                if let Some(row_ends) = &mut self.ends {
                    row_ends.push((at + length) as u32);
                }
            }
            at += length;
            line = line.saturating_add(breaks);
        }
        self.starts.push(text.len() as u32);
        Ok(())
    }

    /// How many rows, headers and remarks included.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How cells are set apart.
    pub fn marks(&self) -> Marks {
        self.marks
    }

    /// A row without its line end.
    #[inline]
    pub fn row(&self, row: usize) -> &[u8] {
        let end = match &self.ends {
            Some(ends) => ends.get(row),
            None => self.starts.get(row + 1),
        };
        let (Some(&start), Some(&end)) = (self.starts.get(row), end) else {
            return &[];
        };
        let mut row = self
            .text
            .get(start as usize..end as usize)
            .unwrap_or_default();
        while let [rest @ .., b'\n' | b'\r'] = row {
            row = rest;
        }
        row
    }

    /// The cells of a row.
    #[inline]
    pub fn cells(&self, row: usize) -> Cells<'_> {
        Cells::new(self.row(row), self.marks)
    }

    /// The line of a row, as an editor counts.
    pub fn line(&self, row: usize) -> u32 {
        let known = self
            .lines
            .as_ref()
            .and_then(|lines| lines.get(row).copied());
        known.unwrap_or(row as u32 + 1)
    }

    /// Rows in which a quotation mark opens and none closes.
    pub fn open_quotes(&self) -> &[u32] {
        &self.open_quotes
    }

    /// Rows with bytes that are no letters, once each.
    pub fn bad_rows(&self) -> Vec<usize> {
        let row_of = |place: &usize| {
            self.starts
                .partition_point(|start| *start as usize <= *place)
                .saturating_sub(1)
        };
        let mut rows: Vec<usize> = self.bad.iter().map(row_of).collect();
        rows.dedup();
        rows
    }

    /// The whole text.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The row a place of the text lies in.
    pub fn row_at(&self, place: usize) -> usize {
        self.starts
            .partition_point(|start| *start as usize <= place)
            .saturating_sub(1)
    }
}

fn too_large(what: Words, got: usize, limit: usize) -> Refusal {
    Refusal::TooLarge {
        what,
        got: got as u64,
        limit: limit as u64,
    }
}

/// Length of the next row with its line end, how many lines it spans, and whether a quotation mark stays open in it.
#[inline]
fn row_length(rest: &[u8], ends: Ends) -> (usize, u32, bool) {
    let end = memchr(ends.line, rest).map_or(rest.len(), |at| at + 1);
    let first = rest.get(..end).unwrap_or(rest);
    if !ends.marks.quotes || memchr(b'"', first).is_none() {
        return (end, 1, false);
    }
    match quoted_length(rest, ends) {
        Some(length) => {
            let row = rest.get(..length).unwrap_or(rest);
            let inside = row.get(..row.len().saturating_sub(1)).unwrap_or_default();
            let breaks = memchr::memchr_iter(ends.line, inside).count() as u32;
            (length, 1 + breaks, false)
        }
        // What can't be closed ends with its line, so that one mark doesn't swallow the file.
        None => (end, 1, true),
    }
}

/// Length of a row that has quotation marks; `None` when one stays open within the size of a row or closes in mid-cell.
fn quoted_length(rest: &[u8], ends: Ends) -> Option<usize> {
    let rest = rest.get(..ROW_BYTES).unwrap_or(rest);
    let mut at = 0;
    loop {
        let cell = rest.get(at..)?;
        let blank = cell.iter().take_while(|byte| **byte == b' ').count();
        if cell.get(blank) == Some(&b'"') {
            let inner = cell.get(blank + 1..)?;
            let close = closing(inner)?;
            let after = inner.get(close + 1..)?;
            let blank_after = after
                .iter()
                .take_while(|byte| matches!(byte, b' ' | b'\r'))
                .count();
            let end = at + blank + 1 + close + 1 + blank_after;
            match rest.get(end) {
                None => return Some(end),
                Some(byte) if *byte == ends.line => return Some(end + 1),
                // A carriage return that ends lines was passed with the blanks.
                Some(_) if ends.line == b'\r' && after.first() == Some(&b'\r') => {
                    return Some(at + blank + 1 + close + 2);
                }
                Some(byte) if *byte == ends.marks.delimiter => at = end + 1,
                Some(_) => return None,
            }
            continue;
        }
        match cell
            .iter()
            .position(|byte| *byte == ends.marks.delimiter || *byte == ends.line)
        {
            None => return Some(rest.len()),
            Some(end) if cell.get(end) == Some(&ends.line) => return Some(at + end + 1),
            Some(end) => at += end + 1,
        }
    }
}

/// Has the row no letter in any cell? Spreadsheets leave such rows behind.
fn is_blank(row: &[u8], marks: Marks) -> bool {
    let empty = |byte: &u8| byte.is_ascii_whitespace() || *byte == marks.delimiter || *byte == b'"';
    row.iter().all(empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::encoding::decode;
    use proptest::prelude::*;

    fn sheet(text: &str) -> Sheet {
        let decoded = decode(&Arc::new(text.as_bytes().to_vec()), None);
        Sheet::new(&decoded, b',').unwrap()
    }

    fn rows(text: &str) -> Vec<(u32, String)> {
        let sheet = sheet(text);
        let row = |row| {
            (
                sheet.line(row),
                String::from_utf8_lossy(sheet.row(row)).into_owned(),
            )
        };
        (0..sheet.len()).map(row).collect()
    }

    fn told(rows: &[(u32, &str)]) -> Vec<(u32, String)> {
        rows.iter()
            .map(|(line, row)| (*line, (*row).to_owned()))
            .collect()
    }

    #[test]
    fn rows_end_with_lines_of_every_kind_and_blank_ones_are_passed() {
        for (text, expected) in [
            ("a,b\n1,2\n", vec![(1, "a,b"), (2, "1,2")]),
            ("a,b\r\n\r\n1,2", vec![(1, "a,b"), (3, "1,2")]),
            ("a,b\r1,2\r", vec![(1, "a,b"), (2, "1,2")]),
            ("\u{feff}a\n,,\n1\n", vec![(1, "a"), (3, "1")]),
            (
                "a\n\"x\ny\",2\n3\n",
                vec![(1, "a"), (2, "\"x\ny\",2"), (4, "3")],
            ),
            (
                "\"a\",\"b\"\r\n\"1\",\"2\"\r\n",
                vec![(1, "\"a\",\"b\""), (2, "\"1\",\"2\"")],
            ),
            ("\"a\"\r\"b\"\r", vec![(1, "\"a\""), (2, "\"b\"")]),
            ("", vec![]),
        ] {
            assert_eq!(rows(text), told(&expected), "{text:?}");
        }
    }

    #[test]
    fn a_quote_that_stays_open_swallows_one_line_only() {
        let text = "a,b\n\"1,2\n3,4\n5,\"6\n7,8\n";
        assert_eq!(rows(text).len(), 5);
        assert_eq!(sheet(text).open_quotes(), [1, 3]);
    }

    #[test]
    fn a_row_beyond_64_kib_is_refused_by_its_number() {
        let text = format!("a,b\n{}\n", "x".repeat(70_000));
        let decoded = decode(&Arc::new(text.into_bytes()), None);
        let said = Sheet::new(&decoded, b',').unwrap_err().to_string();
        assert!(said.contains("row 2 is 70001"), "{said}");
    }

    proptest! {
        #[test]
        fn rows_lie_one_after_the_other_and_lose_no_letter(text in "[ab\",\\n\\r ]{0,60}") {
            let sheet = sheet(&text);
            let kept: String = (0..sheet.len()).map(|row| String::from_utf8_lossy(sheet.row(row)).into_owned()).collect();
            let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).collect::<String>();
            prop_assert_eq!(letters(&kept), letters(&text));
        }
    }
}

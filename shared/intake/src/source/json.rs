//! JSON as exchanges answer it and as we write it: a list of lists or of objects, perhaps inside an object. It becomes rows of text,
//! so that everything after it is the same as for CSV.

use crate::limits::{FILE_BYTES, JSON_DEPTH};
use crate::refusal::Refusal;

/// The rows as CSV. The first line is the header; it is blank where the rows are lists without one.
pub fn rows(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = Reader {
        rest: text,
        names: None,
        out: Vec::with_capacity(text.len()),
        rows: 0,
    };
    reader.find_rows(0)?;
    if reader.rows == 0 {
        return Err(damaged("it holds no list of rows"));
    }
    let mut out = match &reader.names {
        Some(names) => line(names),
        None => Vec::new(),
    };
    out.push(b'\n');
    out.append(&mut reader.out);
    if out.len() > FILE_BYTES {
        return Err(damaged("its rows are longer than a file may be"));
    }
    Ok(out)
}

fn damaged(reason: &str) -> Refusal {
    Refusal::Damaged {
        format: "JSON".to_owned(),
        reason: reason.to_owned(),
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    /// Names of columns, by the first object or a list under `columns`.
    names: Option<Vec<String>>,
    out: Vec<u8>,
    rows: usize,
}

impl Reader<'_> {
    /// Looks for the first list of lists or objects, and reads it.
    fn find_rows(&mut self, depth: usize) -> Result<(), Refusal> {
        if depth > JSON_DEPTH {
            return Err(damaged(
                "its lists lie too deep inside one another; rows need two",
            ));
        }
        match self.next()? {
            b'[' => self.list(depth),
            b'{' => {
                self.step();
                if self.peek()? == b'}' {
                    self.step();
                    return Ok(());
                }
                loop {
                    let name = self.text()?;
                    self.expect(b':')?;
                    match self.peek()? {
                        b'[' if name == "columns" => self.names = Some(self.row_list()?),
                        b'[' | b'{' => self.find_rows(depth + 1)?,
                        _ => drop(self.scalar()?),
                    }
                    match self.peek()? {
                        b',' => self.step(),
                        b'}' => {
                            self.step();
                            return Ok(());
                        }
                        _ => return Err(damaged("a comma or } is missing")),
                    }
                }
            }
            _ => {
                self.scalar()?;
                Ok(())
            }
        }
    }

    /// A list: of rows, or of something else that is passed over.
    fn list(&mut self, depth: usize) -> Result<(), Refusal> {
        self.step();
        if self.peek()? == b']' {
            self.step();
            return Ok(());
        }
        loop {
            match self.peek()? {
                b'[' => {
                    let cells = self.row_list()?;
                    self.row(&cells);
                }
                b'{' => {
                    let (names, cells) = self.row_object(depth)?;
                    self.row_of(names, cells);
                }
                _ => drop(self.scalar()?),
            }
            match self.peek()? {
                b',' => self.step(),
                b']' => {
                    self.step();
                    return Ok(());
                }
                _ => return Err(damaged("a comma or ] is missing")),
            }
        }
    }

    fn row(&mut self, cells: &[String]) {
        self.rows += 1;
        self.out.append(&mut line(cells));
        self.out.push(b'\n');
    }

    /// A row of an object, in the order of the first one.
    fn row_of(&mut self, names: Vec<String>, cells: Vec<String>) {
        let order = self.names.get_or_insert_with(|| names.clone());
        let cell = |name: &String| {
            let place = names.iter().position(|other| other == name);
            place
                .and_then(|place| cells.get(place))
                .cloned()
                .unwrap_or_default()
        };
        let cells: Vec<String> = order.iter().map(cell).collect();
        self.row(&cells);
    }

    /// The scalars of a list that is a row.
    fn row_list(&mut self) -> Result<Vec<String>, Refusal> {
        self.step();
        let mut cells = Vec::new();
        if self.peek()? == b']' {
            self.step();
            return Ok(cells);
        }
        loop {
            cells.push(self.scalar()?);
            if cells.len() > crate::limits::COLUMNS {
                return Err(damaged(
                    "a row has more cells than a table may have columns",
                ));
            }
            match self.peek()? {
                b',' => self.step(),
                b']' => {
                    self.step();
                    return Ok(cells);
                }
                _ => return Err(damaged("a comma or ] is missing")),
            }
        }
    }

    /// The names and scalars of an object that is a row; lists and objects inside it are passed over.
    fn row_object(&mut self, depth: usize) -> Result<(Vec<String>, Vec<String>), Refusal> {
        self.step();
        let (mut names, mut cells) = (Vec::new(), Vec::new());
        if self.peek()? == b'}' {
            self.step();
            return Ok((names, cells));
        }
        loop {
            let name = self.text()?;
            self.expect(b':')?;
            match self.peek()? {
                b'[' | b'{' => self.pass(depth + 1)?,
                _ => {
                    cells.push(self.scalar()?);
                    names.push(name);
                }
            }
            if names.len() > crate::limits::COLUMNS {
                return Err(damaged(
                    "a row has more cells than a table may have columns",
                ));
            }
            match self.peek()? {
                b',' => self.step(),
                b'}' => {
                    self.step();
                    return Ok((names, cells));
                }
                _ => return Err(damaged("a comma or } is missing")),
            }
        }
    }

    /// Passes over a list or object.
    fn pass(&mut self, depth: usize) -> Result<(), Refusal> {
        let mut open = 0_usize;
        loop {
            match self.peek()? {
                b'[' | b'{' => {
                    open += 1;
                    self.step();
                    if depth + open > JSON_DEPTH {
                        return Err(damaged(
                            "its lists lie too deep inside one another; rows need two",
                        ));
                    }
                }
                b']' | b'}' => {
                    open -= 1;
                    self.step();
                }
                b',' | b':' => self.step(),
                _ => drop(self.scalar()?),
            }
            if open == 0 {
                return Ok(());
            }
        }
    }

    /// A number, a word or a text; `null` is empty.
    fn scalar(&mut self) -> Result<String, Refusal> {
        match self.peek()? {
            b'"' => self.text(),
            b'[' | b'{' => Err(damaged("a cell of a row is a list or an object")),
            _ => {
                let end = self.rest.iter().position(|byte| {
                    matches!(byte, b',' | b']' | b'}' | b':') || byte.is_ascii_whitespace()
                });
                let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
                if word.is_empty() {
                    return Err(damaged("a value is missing"));
                }
                self.rest = rest;
                Ok(match word {
                    b"null" => String::new(),
                    word => String::from_utf8_lossy(word).into_owned(),
                })
            }
        }
    }

    /// A text in quotes; escapes are those of JSON.
    fn text(&mut self) -> Result<String, Refusal> {
        self.expect(b'"')?;
        let mut from = 0;
        loop {
            let rest = self.rest.get(from..).unwrap_or_default();
            let at =
                memchr::memchr2(b'"', b'\\', rest).ok_or_else(|| damaged("a text never ends"))?;
            match rest.get(at) {
                Some(b'\\') => from += at + 2,
                _ => {
                    from += at;
                    break;
                }
            }
        }
        let (inner, rest) = self.rest.split_at(from);
        self.rest = rest.get(1..).unwrap_or_default();
        if !inner.contains(&b'\\') {
            return Ok(String::from_utf8_lossy(inner).into_owned());
        }
        let quoted = [b"\"", inner, b"\""].concat();
        serde_json::from_slice(&quoted)
            .map_err(|_| damaged("a text has an escape that JSON doesn't know"))
    }

    fn next(&mut self) -> Result<u8, Refusal> {
        self.peek()
    }

    fn peek(&mut self) -> Result<u8, Refusal> {
        self.rest = self.rest.trim_ascii_start();
        self.rest
            .first()
            .copied()
            .ok_or_else(|| damaged("it ends in the middle"))
    }

    fn step(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    fn expect(&mut self, byte: u8) -> Result<(), Refusal> {
        if self.peek()? != byte {
            return Err(damaged(&format!("{:?} is missing", char::from(byte))));
        }
        self.step();
        Ok(())
    }
}

/// A line of CSV.
fn line(cells: &[String]) -> Vec<u8> {
    let mut out = Vec::new();
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            let one_line = cell.replace(['\n', '\r'], " ").replace('"', "\"\"");
            out.extend([b"\"", one_line.as_bytes(), b"\""].concat());
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        String::from_utf8(rows(text.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn lists_and_objects_become_rows() {
        for (json, csv) in [
            (
                "[[1,\"2.50\",null],[3,\"4\",true]]",
                "\n1,2.50,\n3,4,true\n",
            ),
            ("[{\"t\":1,\"o\":2},{\"o\":4,\"t\":3}]", "t,o\n1,2\n3,4\n"),
            (
                "{\"columns\":[\"time\",\"open\"],\"bars\":[[1,2]]}",
                "time,open\n1,2\n",
            ),
            ("{\"result\":{\"list\":[[1,2]]},\"code\":0}", "\n1,2\n"),
            (
                "[{\"m\":\"a,\\\"b\\\"\",\"deep\":{\"x\":[1]},\"t\":1}]",
                "m,t\n\"a,\"\"b\"\"\",1\n",
            ),
        ] {
            assert_eq!(read(json), csv, "{json}");
        }
    }

    #[test]
    fn what_is_no_table_is_refused_by_name() {
        let deep = "[".repeat(10_000);
        let objects = "{\"a\":".repeat(10_000);
        for (json, word) in [
            (deep.as_str(), "list or an object"),
            (objects.as_str(), "too deep"),
            ("[]", "no list of rows"),
            ("[[1,2]", "ends in the middle"),
            ("{\"a\":\"b", "never ends"),
            ("[[1 2]]", "missing"),
        ] {
            let said = rows(json.as_bytes()).unwrap_err().to_string();
            assert!(said.contains(word), "{said}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[\\[\\]{}:,\"\\\\a1 u]{0,40}") {
            let _ = rows(text.as_bytes());
        }
    }
}

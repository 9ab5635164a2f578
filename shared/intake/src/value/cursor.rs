//! Walks over the bytes of a cell.

/// What is left of a cell.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// Begins at the first byte.
    pub fn new(cell: &'a [u8]) -> Cursor<'a> {
        Cursor { rest: cell }
    }

    /// What is left.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Is nothing left?
    pub fn done(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next byte.
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Steps over this text if it is next, letters of any case.
    pub fn take(&mut self, text: &str) -> bool {
        let next = self.rest.get(..text.len());
        let is_next = next.is_some_and(|next| next.eq_ignore_ascii_case(text.as_bytes()));
        if is_next {
            self.rest = self.rest.get(text.len()..).unwrap_or_default();
        }
        is_next
    }

    /// Steps over the first of these texts that is next.
    pub fn take_any(&mut self, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.take(text))
    }

    /// Steps over blanks.
    pub fn blanks(&mut self) {
        self.rest = self.rest.trim_ascii_start();
    }

    /// Up to `most` digits: their value and how many.
    pub fn digits(&mut self, most: usize) -> Option<(u32, usize)> {
        let mut value = 0_u32;
        let mut count = 0;
        while let [byte, rest @ ..] = self.rest {
            if count == most || !byte.is_ascii_digit() {
                break;
            }
            value = value.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
            count += 1;
            self.rest = rest;
        }
        (count > 0).then_some((value, count))
    }
}

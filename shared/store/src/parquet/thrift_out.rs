//! Thrift's compact protocol on the way out, as far as a file of ours needs it.

/// Types of the compact protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    True = 1,
    False = 2,
    I32 = 5,
    I64 = 6,
    Binary = 8,
    List = 9,
    Struct = 12,
}

/// Writes values one after the other.
#[derive(Debug, Default)]
pub(super) struct ThriftWriter {
    bytes: Vec<u8>,
    /// Number of the field before in each structure that is open.
    last: Vec<i16>,
}

impl ThriftWriter {
    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// A structure that is no field: the whole, or an element of a list.
    pub fn structure(&mut self, fields: impl FnOnce(&mut Self)) {
        self.last.push(0);
        fields(self);
        self.last.pop();
        self.bytes.push(0);
    }

    /// A structure as a field.
    pub fn inner(&mut self, id: i16, fields: impl FnOnce(&mut Self)) {
        self.field(id, Kind::Struct);
        self.structure(fields);
    }

    /// A whole number.
    pub fn int(&mut self, id: i16, kind: Kind, value: i64) {
        self.field(id, kind);
        self.element(value);
    }

    /// True or false.
    pub fn flag(&mut self, id: i16, value: bool) {
        self.field(id, if value { Kind::True } else { Kind::False });
    }

    /// Text.
    pub fn text(&mut self, id: i16, text: &str) {
        self.binary(id, text.as_bytes());
    }

    /// Bytes.
    pub fn binary(&mut self, id: i16, bytes: &[u8]) {
        self.field(id, Kind::Binary);
        self.varint(bytes.len() as u64);
        self.bytes.extend(bytes);
    }

    /// The head of a list; as many elements must follow.
    pub fn list(&mut self, id: i16, kind: Kind, count: usize) {
        self.field(id, Kind::List);
        match count {
            0..=14 => self.bytes.push((count as u8) << 4 | kind as u8),
            _ => {
                self.bytes.push(0xf0 | kind as u8);
                self.varint(count as u64);
            }
        }
    }

    /// A whole number in a list.
    pub fn element(&mut self, value: i64) {
        self.varint(((value << 1) ^ (value >> 63)) as u64);
    }

    /// A text in a list.
    pub fn element_text(&mut self, text: &str) {
        self.varint(text.len() as u64);
        self.bytes.extend(text.as_bytes());
    }

    fn field(&mut self, id: i16, kind: Kind) {
        let last = self.last.last_mut();
        let step = last.as_ref().map_or(0, |last| id - **last);
        if let Some(last) = last {
            *last = id;
        }
        match step {
            1..=15 => self.bytes.push((step as u8) << 4 | kind as u8),
            _ => {
                self.bytes.push(kind as u8);
                self.element(i64::from(id));
            }
        }
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }
}

//! Parquet files written by hand, with whatever claims a test wants.

/// Thrift's compact protocol, by hand: what a stranger with a hex editor may write.
#[derive(Default)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    pub fn varint(&mut self, mut value: u64) -> &mut Self {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
        self
    }
    /// A field by its distance to the one before, and a whole number.
    pub fn int(&mut self, step: u8, kind: u8, value: i64) -> &mut Self {
        self.0.push(step << 4 | kind);
        self.varint(((value << 1) ^ (value >> 63)) as u64)
    }
    pub fn text(&mut self, step: u8, text: &str) -> &mut Self {
        self.0.push(step << 4 | 8);
        self.varint(text.len() as u64);
        self.0.extend(text.as_bytes());
        self
    }
    pub fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend(bytes);
        self
    }
    pub fn list(&mut self, step: u8, kind: u8, count: u64) -> &mut Self {
        self.raw(&[step << 4 | 9, 0xf0 | kind]).varint(count)
    }
}

pub const I32: u8 = 5;
pub const I64: u8 = 6;
pub const STRUCT: u8 = 12;

/// A page header: type, sizes, and how many values a data page claims.
pub fn page(unpacked: i64, packed: i64, values: i64) -> Vec<u8> {
    let mut bytes = Bytes::default();
    bytes
        .int(1, I32, 0)
        .int(1, I32, unpacked)
        .int(1, I32, packed);
    bytes
        .raw(&[2 << 4 | STRUCT])
        .int(1, I32, values)
        .int(1, I32, 0)
        .int(1, I32, 3)
        .int(1, I32, 3);
    bytes.raw(&[0, 0]);
    bytes.0
}

/// A file of one column of doubles with these claims.
pub fn one_column(body: &[u8], rows: i64, codec: i64, unpacked: i64) -> Vec<u8> {
    let mut footer = Bytes::default();
    footer.int(1, I32, 1).list(1, STRUCT, 2);
    footer.text(4, "schema").int(1, I32, 1).raw(&[0]);
    footer.int(1, I32, 5).int(2, I32, 0).text(1, "x").raw(&[0]);
    footer.int(1, I64, rows).list(1, STRUCT, 1);
    footer
        .list(1, STRUCT, 1)
        .int(2, I64, 4)
        .raw(&[1 << 4 | STRUCT]);
    footer
        .int(1, I32, 5)
        .list(1, I32, 1)
        .varint(0)
        .list(1, 8, 1)
        .varint(1)
        .raw(b"x");
    footer
        .int(1, I32, codec)
        .int(1, I64, rows)
        .int(1, I64, unpacked)
        .int(1, I64, body.len() as i64)
        .int(2, I64, 4);
    footer
        .raw(&[0, 0])
        .int(1, I64, unpacked)
        .int(1, I64, rows)
        .raw(&[0, 0]);
    framed(body, &footer.0)
}

pub fn framed(body: &[u8], footer: &[u8]) -> Vec<u8> {
    let length = (footer.len() as u32).to_le_bytes();
    [b"PAR1", body, footer, &length, b"PAR1"].concat()
}

//! What kind of file some bytes are, by what they begin with; names of files lie too often.

use crate::limits::FILE_BYTES;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// The kinds of files that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Rows of text with a mark between cells: CSV, TSV, TradingView's and most exports.
    Csv,
    /// Lists or objects of JSON, as the exchanges answer.
    Json,
    /// Apache Parquet: ours, pandas' and others.
    Parquet,
    /// A zip file with such files inside, as Binance publishes.
    Zip,
    /// One such file packed with gzip.
    Gzip,
}

/// What the bytes are; a file of another kind is refused by its name and with what to do.
pub fn sniff(bytes: &[u8]) -> Result<Format, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > FILE_BYTES {
        return Err(Refusal::TooLarge {
            what: "the file".to_owned(),
            got: bytes.len() as u64,
            limit: FILE_BYTES as u64,
        });
    }
    for (start, format) in READ {
        if bytes.starts_with(start) {
            return Ok(format);
        }
    }
    for (start, what, instead) in NOT_READ {
        if bytes.starts_with(start) {
            return Err(Refusal::Kind {
                what: what.to_owned(),
                instead: instead.to_owned(),
            });
        }
    }
    let text = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let start: Vec<u8> = text.iter().take(14).map(u8::to_ascii_lowercase).collect();
    if start.starts_with(b"<!doctype html")
        || start.starts_with(b"<html")
        || start.starts_with(b"<?xml")
    {
        return Err(Refusal::Kind {
            what: "a web page".to_owned(),
            instead: "the address answered with a page instead of the file; download it again"
                .to_owned(),
        });
    }
    match start.first() {
        None => Err(Refusal::Empty),
        Some(b'[' | b'{') => Ok(Format::Json),
        Some(_) => Ok(Format::Csv),
    }
}

/// How a file is packed, if it is: no table begins so.
pub(crate) fn packing(bytes: &[u8]) -> Option<Format> {
    let packed = |(magic, format): &(&[u8], Format)| {
        let packs = matches!(format, Format::Zip | Format::Gzip);
        (packs && bytes.starts_with(magic)).then_some(*format)
    };
    READ.iter().find_map(packed)
}

const READ: [(&[u8], Format); 4] = [
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"PAR1", Format::Parquet),
    (b"\x1f\x8b", Format::Gzip),
];

const SAVE: &str = "save it as CSV";

const NOT_READ: [(&[u8], &str, &str); 11] = [
    (b"\xd0\xcf\x11\xe0", "an old Excel file", SAVE),
    (b"%PDF", "a PDF", "look for the table as CSV"),
    (
        b"SQLite format 3",
        "an SQLite database",
        "export its table as CSV",
    ),
    (b"ARROW1", "a Feather file", "save it as Parquet or CSV"),
    (b"FEA1", "a Feather file", "save it as Parquet or CSV"),
    (b"\x89HDF", "an HDF5 file", "save it as Parquet or CSV"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file", "unpack it first"),
    (b"Rar!", "a RAR file", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", "unpack it first"),
    (b"\xfd7zXZ", "an xz file", "unpack it first"),
    (b"\x89PNG", "a picture", "a table of bars is needed"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_how_they_begin() {
        for (bytes, format) in [
            (&b"time,open\n"[..], Format::Csv),
            (b"\xef\xbb\xbf[[1,2]]", Format::Json),
            (b" {\"a\":1}", Format::Json),
            (b"PAR1....PAR1", Format::Parquet),
            (b"PK\x03\x04rest", Format::Zip),
            (b"\x1f\x8b\x08", Format::Gzip),
            (b"\xff\xfet\0i\0", Format::Csv),
        ] {
            assert_eq!(sniff(bytes), Ok(format), "{bytes:?}");
        }
    }

    #[test]
    fn other_files_are_refused_by_their_name() {
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b" \n", "empty"),
            (b"<!DOCTYPE HTML><html>", "web page"),
            (b"\xd0\xcf\x11\xe0....", "old Excel file; save it as CSV"),
            (b"SQLite format 3\0", "SQLite"),
        ] {
            let said = sniff(bytes).unwrap_err().to_string();
            assert!(said.contains(word), "{said}");
        }
    }
}

//! What kind of file some bytes are, by what they begin with; names of files lie too often.

use crate::defect::Words;
use crate::limits::FILE_BYTES;
use crate::refusal::Refusal;
use domain::Text;
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
            what: Words::new("the file", "파일"),
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
                what: what.into(),
                instead: instead.into(),
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
            what: Words::new("a web page", "웹 페이지"),
            instead: Words::new(
                "the address answered with a page instead of the file; download it again",
                "주소가 파일 대신 페이지로 답했습니다. 다시 내려받으세요",
            ),
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

const SAVE: Text = Text::new("save it as CSV", "CSV로 저장하세요");
const LOOK: Text = Text::new("look for the table as CSV", "같은 표를 CSV로 찾으세요");
const EXPORT: Text = Text::new("export its table as CSV", "표를 CSV로 내보내세요");
const COLUMNS: Text = Text::new("save it as Parquet or CSV", "Parquet이나 CSV로 저장하세요");
const UNPACK: Text = Text::new("unpack it first", "먼저 압축을 푸세요");
const TABLE: Text = Text::new("a table of bars is needed", "봉이 담긴 표가 필요합니다");

const NOT_READ: [(&[u8], Text, Text); 11] = [
    (
        b"\xd0\xcf\x11\xe0",
        Text::new("an old Excel file", "옛 Excel 파일"),
        SAVE,
    ),
    (b"%PDF", Text::new("a PDF", "PDF"), LOOK),
    (
        b"SQLite format 3",
        Text::new("an SQLite database", "SQLite 데이터베이스"),
        EXPORT,
    ),
    (
        b"ARROW1",
        Text::new("a Feather file", "Feather 파일"),
        COLUMNS,
    ),
    (
        b"FEA1",
        Text::new("a Feather file", "Feather 파일"),
        COLUMNS,
    ),
    (b"\x89HDF", Text::new("an HDF5 file", "HDF5 파일"), COLUMNS),
    (
        b"7z\xbc\xaf\x27\x1c",
        Text::new("a 7-Zip file", "7-Zip 파일"),
        UNPACK,
    ),
    (b"Rar!", Text::new("a RAR file", "RAR 파일"), UNPACK),
    (
        b"\x28\xb5\x2f\xfd",
        Text::new("a Zstandard file", "Zstandard 파일"),
        UNPACK,
    ),
    (b"\xfd7zXZ", Text::new("an xz file", "xz 파일"), UNPACK),
    (b"\x89PNG", Text::new("a picture", "그림"), TABLE),
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

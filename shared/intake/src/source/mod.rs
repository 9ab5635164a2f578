//! From bytes to a table: unpacked, decoded, cut into rows.

pub mod gzip;
pub mod json;
pub mod parquet;
pub mod unpack;

use crate::defect::Words;
use crate::format::{Format, packing, sniff};
use crate::guess::filename::{Hints, hints};
use crate::guess::layout;
use crate::limits::{FILE_BYTES, RECODED_BYTES};
use crate::options::{Delimiter, Encoding, Options};
use crate::refusal::Refusal;
use crate::table::Table;
use crate::text::Sheet;
use crate::text::encoding::{decode, tell};
use crate::zip;
use std::sync::Arc;

/// A table and how it was got at.
#[derive(Clone, Debug)]
pub struct Source {
    /// The rows.
    pub table: Table,
    /// Name of the file, inside when it was packed.
    pub name: String,
    /// Kind of the file, inside when it was packed.
    pub format: Format,
    /// Bytes of the table.
    pub bytes: u64,
    /// Which file inside a zip file.
    pub entry: Option<String>,
    /// What its name, or its own record of itself, says of venue, market and length.
    pub hints: Hints,
    /// The encoding of a text.
    pub encoding: Option<Encoding>,
    /// The mark between cells of a text.
    pub delimiter: Option<Delimiter>,
}

/// Reads bytes as a table.
pub fn read(name: &str, bytes: &Arc<Vec<u8>>, options: &Options) -> Result<Source, Refusal> {
    let format = match options.format {
        // Of a packed file it says what is inside.
        Some(format) if bytes.len() <= FILE_BYTES && !bytes.is_empty() => {
            packing(bytes).unwrap_or(format)
        }
        _ => sniff(bytes)?,
    };
    match format {
        Format::Zip => {
            let (entry, inner) = zip::extract(bytes, options.entry.as_deref())?;
            let mut source = inside(&entry, inner, options)?;
            source.entry = Some(entry);
            Ok(source)
        }
        Format::Gzip => {
            let inner = gzip::unpack(bytes)?;
            let inner_name = name.strip_suffix(".gz").unwrap_or(name);
            inside(inner_name, inner, options)
        }
        format => table(name, bytes, format, options),
    }
}

/// What was packed; a packed file inside a packed file isn't unpacked again.
fn inside(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Source, Refusal> {
    let format = sniff(&bytes)?;
    if matches!(format, Format::Zip | Format::Gzip) {
        return Err(Refusal::Kind {
            what: Words::new(
                "a packed file inside a packed file",
                "압축 파일 안의 압축 파일",
            ),
            instead: Words::new("unpack the outer one first", "바깥 것을 먼저 푸세요"),
        });
    }
    table(name, &Arc::new(bytes), format, options)
}

fn table(
    name: &str,
    bytes: &Arc<Vec<u8>>,
    format: Format,
    options: &Options,
) -> Result<Source, Refusal> {
    let size = bytes.len() as u64;
    let source = |table, encoding, delimiter| Source {
        table,
        name: name.to_owned(),
        format,
        bytes: size,
        entry: None,
        hints: hints(name),
        encoding,
        delimiter,
    };
    match format {
        Format::Parquet => {
            let (frame, hints) = parquet::frame(bytes)?;
            let mut source = source(Table::Frame(frame), None, None);
            if let Some(hints) = hints {
                source.hints = hints;
            }
            Ok(source)
        }
        Format::Json => {
            let text = Arc::new(json::rows(bytes)?);
            let decoded = decode(&text, Some(Encoding::Utf8));
            let sheet = Sheet::new(&decoded, Delimiter::Comma.byte())?;
            let header = text.first() != Some(&b'\n');
            Ok(source(layout::table(sheet, Some(header))?, None, None))
        }
        _ => {
            let encoding = options.encoding.unwrap_or_else(|| tell(bytes));
            if encoding != Encoding::Utf8 && bytes.len() > RECODED_BYTES {
                return Err(Refusal::TooLarge {
                    what: Words::new(
                        format!("a file in {}", encoding.name()),
                        format!("{} 파일", encoding.name()),
                    ),
                    got: size,
                    limit: RECODED_BYTES as u64,
                });
            }
            let decoded = decode(bytes, Some(encoding));
            let text = decoded.text.get(decoded.start..).unwrap_or_default();
            let delimiter = options.delimiter.unwrap_or_else(|| layout::delimiter(text));
            let sheet = Sheet::new(&decoded, delimiter.byte())?;
            Ok(source(
                layout::table(sheet, options.header)?,
                Some(encoding),
                Some(delimiter),
            ))
        }
    }
}

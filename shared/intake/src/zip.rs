//! Zip files, read with bounds: the list of what is inside, and one file of it.

use crate::defect::Words;
use crate::limits::{FILE_BYTES, ZIP_ENTRIES};
use crate::refusal::Refusal;
use crate::source::unpack::inflate;
use serde::{Deserialize, Serialize};

/// A file inside a zip file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name with folders.
    pub name: String,
    /// Bytes it says to unpack to.
    pub bytes: u64,
}

/// What the directory says of a file.
struct Listed {
    name: String,
    method: u16,
    encrypted: bool,
    sum: u32,
    packed: u64,
    unpacked: u64,
    offset: u64,
}

const END: &[u8] = b"PK\x05\x06";
const LISTED: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
/// What large files, and those of programs that write them all so, have before the end: where the end with long numbers is.
const LONG_PLACE: &[u8] = b"PK\x06\x07";
const LONG_END: &[u8] = b"PK\x06\x06";
/// The extra field of an entry that holds its long numbers.
const LONG_FIELD: u16 = 1;

/// The files inside; folders and what systems hide are left out.
pub fn entries(bytes: &[u8]) -> Result<Vec<Entry>, Refusal> {
    let entry = |listed: Listed| Entry {
        name: listed.name,
        bytes: listed.unpacked,
    };
    Ok(directory(bytes)?.into_iter().map(entry).collect())
}

/// One file's name and bytes: the only one, or the one that is asked for.
pub fn extract(bytes: &[u8], wanted: Option<&str>) -> Result<(String, Vec<u8>), Refusal> {
    let mut files = directory(bytes)?;
    if let Some(wanted) = wanted {
        files.retain(|file| file.name == wanted);
        if files.is_empty() {
            return Err(Refusal::NoSuchFile {
                name: wanted.to_owned(),
            });
        }
    }
    if files
        .iter()
        .any(|file| file.name.starts_with("xl/") || file.name == "mimetype")
    {
        return Err(Refusal::Kind {
            what: Words::new("a spreadsheet", "스프레드시트"),
            instead: Words::new("save it as CSV", "CSV로 저장하세요"),
        });
    }
    if files.len() > 1 && wanted.is_none() {
        return Err(Refusal::SeveralFiles {
            names: files.into_iter().map(|file| file.name).collect(),
        });
    }
    let file = files.into_iter().next().ok_or(Refusal::Empty)?;
    let out = unpack(bytes, &file)?;
    Ok((file.name, out))
}

fn unpack(bytes: &[u8], file: &Listed) -> Result<Vec<u8>, Refusal> {
    if file.encrypted {
        return Err(Refusal::Kind {
            what: Words::new("a zip file with a password", "암호가 걸린 zip 파일"),
            instead: Words::new("unpack it first", "먼저 압축을 푸세요"),
        });
    }
    if file.unpacked > FILE_BYTES as u64 {
        return Err(Refusal::TooLarge {
            what: file.name.as_str().into(),
            got: file.unpacked,
            limit: FILE_BYTES as u64,
        });
    }
    let local = usize::try_from(file.offset)
        .ok()
        .and_then(|offset| bytes.get(offset..))
        .filter(|local| local.starts_with(LOCAL));
    let local =
        local.ok_or_else(|| damaged(format!("{} isn't where the directory says", file.name)))?;
    let lengths = (short(local, 26), short(local, 28));
    let (Some(name), Some(extra)) = lengths else {
        return Err(damaged(format!("{} is cut off", file.name)));
    };
    let start = 30 + usize::from(name) + usize::from(extra);
    let end = usize::try_from(file.packed)
        .ok()
        .and_then(|packed| start.checked_add(packed));
    let packed = end.and_then(|end| local.get(start..end));
    let packed = packed.ok_or_else(|| damaged(format!("{} is cut off", file.name)))?;
    let out = match file.method {
        0 => packed.to_vec(),
        8 => inflate(packed, &file.name)?.0,
        other => {
            return Err(Refusal::Kind {
                what: Words::new(
                    format!("a zip file packed by method {other}"),
                    format!("방식 {other}(으)로 압축한 zip 파일"),
                ),
                instead: Words::new("unpack it first", "먼저 압축을 푸세요"),
            });
        }
    };
    if out.len() as u64 != file.unpacked || crc32fast::hash(&out) != file.sum {
        return Err(damaged(format!(
            "{} has another length or checksum than the directory says",
            file.name
        )));
    }
    Ok(out)
}

fn damaged(reason: impl Into<String>) -> Refusal {
    Refusal::Damaged {
        format: "zip".to_owned(),
        reason: reason.into(),
    }
}

/// The directory stands at the end, before a comment of up to 64 KiB.
fn directory(bytes: &[u8]) -> Result<Vec<Listed>, Refusal> {
    let from = bytes.len().saturating_sub((64 << 10) + 22);
    let tail = bytes.get(from..).unwrap_or_default();
    let at = memchr::memmem::rfind(tail, END).ok_or_else(|| damaged("it has no directory"))?;
    let end = tail.get(at..).unwrap_or_default();
    let (Some(count), Some(size), Some(offset)) = (short(end, 10), long(end, 12), long(end, 16))
    else {
        return Err(damaged("its directory is cut off"));
    };
    let limit = |got: u64| Refusal::TooLarge {
        what: Words::new(
            "the number of files in the zip file",
            "zip 파일 안의 파일 수",
        ),
        got,
        limit: ZIP_ENTRIES as u64,
    };
    let short_end = (u64::from(count), u64::from(size), u64::from(offset));
    let is_long = count == u16::MAX || size == u32::MAX || offset == u32::MAX;
    let (count, size, start) = match is_long {
        true => long_end(bytes, from + at)
            .ok_or_else(|| damaged("its directory isn't where the end says"))?,
        false => short_end,
    };
    if count > ZIP_ENTRIES as u64 {
        return Err(limit(count));
    }
    let place = usize::try_from(start).ok().zip(usize::try_from(size).ok());
    let listing = place.and_then(|(start, size)| bytes.get(start..start.checked_add(size)?));
    let mut rest = listing.ok_or_else(|| damaged("its directory is cut off"))?;
    let mut files = Vec::new();
    let mut seen = 0;
    while rest.starts_with(LISTED) {
        seen += 1;
        if seen > ZIP_ENTRIES {
            return Err(limit(seen as u64));
        }
        let (file, after) = listed(rest).ok_or_else(|| damaged("its directory is cut off"))?;
        rest = after;
        if is_trick(&file.name) {
            return Err(Refusal::Path { name: file.name });
        }
        let is_hidden = file.name.starts_with("__MACOSX/")
            || file
                .name
                .rsplit('/')
                .next()
                .is_some_and(|name| name.starts_with('.'));
        if !file.name.ends_with('/') && !is_hidden {
            files.push(file);
        }
    }
    Ok(files)
}

/// Number of files, length and place of the directory, from the end with long numbers.
fn long_end(bytes: &[u8], end: usize) -> Option<(u64, u64, u64)> {
    let place = bytes.get(end.checked_sub(20)?..end)?;
    if !place.starts_with(LONG_PLACE) {
        return None;
    }
    let record = bytes.get(usize::try_from(longest(place, 8)?).ok()?..)?;
    record.starts_with(LONG_END).then_some(())?;
    Some((
        longest(record, 32)?,
        longest(record, 40)?,
        longest(record, 48)?,
    ))
}

/// The numbers of an entry that didn't fit their places, in their order, out of its extra fields.
fn long_numbers(extra: &[u8]) -> Option<&[u8]> {
    let mut rest = extra;
    loop {
        let (field, length) = (short(rest, 0)?, usize::from(short(rest, 2)?));
        let body = rest.get(4..4 + length)?;
        if field == LONG_FIELD {
            return Some(body);
        }
        rest = rest.get(4 + length..)?;
    }
}

fn listed(entry: &[u8]) -> Option<(Listed, &[u8])> {
    let (name, extra, comment) = (short(entry, 28)?, short(entry, 30)?, short(entry, 32)?);
    let name_end = 46 + usize::from(name);
    let end = name_end + usize::from(extra) + usize::from(comment);
    let name = String::from_utf8_lossy(entry.get(46..name_end)?).into_owned();
    let extra = entry.get(name_end..name_end + usize::from(extra))?;
    let mut longs = long_numbers(extra).unwrap_or_default();
    let mut number = |at: usize| match long(entry, at)? {
        u32::MAX => {
            let number = longest(longs, 0)?;
            longs = longs.get(8..)?;
            Some(number)
        }
        short => Some(u64::from(short)),
    };
    // In this order, whatever their places.
    let (unpacked, packed, offset) = (number(24)?, number(20)?, number(42)?);
    let file = Listed {
        name,
        encrypted: short(entry, 8)? & 1 != 0,
        method: short(entry, 10)?,
        sum: long(entry, 16)?,
        packed,
        unpacked,
        offset,
    };
    Some((file, entry.get(end..)?))
}

/// Does a name point out of the folder it would be unpacked to? Nothing is unpacked to a folder here, but such a file means harm.
fn is_trick(name: &str) -> bool {
    let up = name.split(['/', '\\']).any(|part| part == "..");
    let root = name.starts_with(['/', '\\']) || name.get(1..2) == Some(":");
    up || root || name.contains('\0')
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|bytes| u16::from_le_bytes(*bytes))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|bytes| u32::from_le_bytes(*bytes))
}

fn longest(bytes: &[u8], at: usize) -> Option<u64> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|bytes| u64::from_le_bytes(*bytes))
}

//! Zip files, read with bounds: the list of what is inside, and one file of it.

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
    packed: usize,
    unpacked: u64,
    offset: usize,
}

const END: &[u8] = b"PK\x05\x06";
const LISTED: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";

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
            what: "a spreadsheet".to_owned(),
            instead: "save it as CSV".to_owned(),
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
            what: "a zip file with a password".to_owned(),
            instead: "unpack it first".to_owned(),
        });
    }
    if file.unpacked > FILE_BYTES as u64 {
        return Err(Refusal::TooLarge {
            what: file.name.clone(),
            got: file.unpacked,
            limit: FILE_BYTES as u64,
        });
    }
    let local = bytes
        .get(file.offset..)
        .filter(|local| local.starts_with(LOCAL));
    let local =
        local.ok_or_else(|| damaged(format!("{} isn't where the directory says", file.name)))?;
    let lengths = (short(local, 26), short(local, 28));
    let (Some(name), Some(extra)) = lengths else {
        return Err(damaged(format!("{} is cut off", file.name)));
    };
    let start = 30 + usize::from(name) + usize::from(extra);
    let packed = local.get(start..start + file.packed);
    let packed = packed.ok_or_else(|| damaged(format!("{} is cut off", file.name)))?;
    let out = match file.method {
        0 => packed.to_vec(),
        8 => inflate(packed, &file.name)?.0,
        other => {
            return Err(Refusal::Kind {
                what: format!("a zip file packed by method {other}"),
                instead: "unpack it first".to_owned(),
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
    let is_zip64 = count == u16::MAX || offset == u32::MAX;
    let limit = |got: u64| Refusal::TooLarge {
        what: "the number of files in the zip file".to_owned(),
        got,
        limit: ZIP_ENTRIES as u64,
    };
    if is_zip64 || usize::from(count) > ZIP_ENTRIES {
        return Err(limit(u64::from(count)));
    }
    let start = offset as usize;
    let listing = bytes.get(start..start.saturating_add(size as usize));
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

fn listed(entry: &[u8]) -> Option<(Listed, &[u8])> {
    let (name, extra, comment) = (short(entry, 28)?, short(entry, 30)?, short(entry, 32)?);
    let name_end = 46 + usize::from(name);
    let end = name_end + usize::from(extra) + usize::from(comment);
    let name = String::from_utf8_lossy(entry.get(46..name_end)?).into_owned();
    let file = Listed {
        name,
        encrypted: short(entry, 8)? & 1 != 0,
        method: short(entry, 10)?,
        sum: long(entry, 16)?,
        packed: long(entry, 20)? as usize,
        unpacked: u64::from(long(entry, 24)?),
        offset: long(entry, 42)? as usize,
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

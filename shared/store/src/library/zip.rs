//! Zip files of stored entries, so that anybody can unpack an exported library. Source: PKWARE APPNOTE 6.3.

use super::types::{Archive, Sink};
use crate::error::{ArchiveError, Error};
use std::collections::BTreeMap;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END_BYTES: usize = 22;
const CENTRAL_BYTES: usize = 46;
const LOCAL_BYTES: u64 = 30;
/// Version 2.0 of the format.
const VERSION: u16 = 20;
/// 1980-01-01, the first day a zip knows: the same library gives the same file.
const DATE: u16 = 0x21;
/// What the directory is called in messages.
const CONTENTS: &str = "the table of contents";
/// Largest entry that is read.
const LARGEST: u64 = 512 << 20;
/// Longest comment and directory that are read.
const COMMENT: u64 = 65_535;
const DIRECTORY: u64 = 32 << 20;

/// Writes entries one after the other.
#[derive(Debug, Default)]
pub(super) struct ZipWriter {
    at: u64,
    entries: u16,
    directory: Vec<u8>,
}

/// Where an entry is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    at: u64,
    packed: u64,
    size: u64,
    method: u16,
    crc: u32,
}

impl ZipWriter {
    /// Writes one entry.
    pub async fn add(
        &mut self,
        into: &mut impl Sink,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), Error> {
        let too_large = || too_large("4 GB");
        let size = u32::try_from(bytes.len()).map_err(|_| too_large())?;
        let at = u32::try_from(self.at).map_err(|_| too_large())?;
        self.entries = self
            .entries
            .checked_add(1)
            .filter(|count| *count < u16::MAX)
            .ok_or_else(|| self::too_large("65,534 files"))?;
        let mut common = Vec::with_capacity(26);
        common.extend(VERSION.to_le_bytes());
        // No flags, stored, midnight.
        common.extend([0; 6]);
        common.extend(DATE.to_le_bytes());
        common.extend(crc32fast::hash(bytes).to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0; 2]);
        let mut local = LOCAL.to_le_bytes().to_vec();
        local.extend(&common);
        local.extend(name.as_bytes());
        self.directory.extend(CENTRAL.to_le_bytes());
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(common);
        // No comment, first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(at.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.put(into, &local).await?;
        self.put(into, bytes).await
    }

    /// Writes the directory; bytes of the whole file.
    pub async fn finish(mut self, into: &mut impl Sink) -> Result<u64, Error> {
        let too_large = || too_large("4 GB");
        let at = u32::try_from(self.at).map_err(|_| too_large())?;
        let directory = std::mem::take(&mut self.directory);
        let length = u32::try_from(directory.len()).map_err(|_| too_large())?;
        let mut end = END.to_le_bytes().to_vec();
        end.extend([0; 4]);
        end.extend(self.entries.to_le_bytes());
        end.extend(self.entries.to_le_bytes());
        end.extend(length.to_le_bytes());
        end.extend(at.to_le_bytes());
        end.extend([0; 2]);
        self.put(into, &directory).await?;
        self.put(into, &end).await?;
        Ok(self.at)
    }

    async fn put(&mut self, into: &mut impl Sink, bytes: &[u8]) -> Result<(), Error> {
        into.put(bytes).await.map_err(Error::Stream)?;
        self.at += bytes.len() as u64;
        Ok(())
    }
}

/// The entries of a zip file by name.
pub(super) async fn directory(archive: &impl Archive) -> Result<BTreeMap<String, Entry>, Error> {
    let size = archive.size();
    let tail_bytes = size.min(COMMENT + END_BYTES as u64);
    let tail = take(archive, CONTENTS, size - tail_bytes, tail_bytes).await?;
    let mut ends = tail.windows(END_BYTES).rev();
    let Some(end) = ends.find(|end| u32_at(end, 0) == Some(END)) else {
        let head = take(archive, CONTENTS, 0, size.min(4)).await?;
        return Err(match u32_at(&head, 0) {
            Some(LOCAL) => ArchiveError::CutShort.into(),
            _ => no_library("it is no zip file"),
        });
    };
    let parts = (u16_at(end, 10), u32_at(end, 12), u32_at(end, 16));
    let (Some(count), Some(length), Some(start)) = parts else {
        return Err(ArchiveError::CutShort.into());
    };
    let (length, start) = (u64::from(length), u64::from(start));
    if length > DIRECTORY {
        return Err(bad(CONTENTS, "it is longer than any library's"));
    }
    let bytes = take(archive, CONTENTS, start, length).await?;
    let mut rest = bytes.as_slice();
    let mut entries = BTreeMap::new();
    for _ in 0..count {
        let (name, entry, after) =
            central(rest).ok_or_else(|| bad(CONTENTS, "an entry is cut off"))?;
        if entries.insert(name.clone(), entry).is_some() {
            return Err(bad(&name, "it is there twice"));
        }
        rest = after;
    }
    Ok(entries)
}

/// The bytes of an entry, their CRC checked.
pub(super) async fn read(
    archive: &impl Archive,
    name: &str,
    entry: Entry,
) -> Result<Vec<u8>, Error> {
    if entry.size > LARGEST || entry.packed > LARGEST {
        return Err(bad(name, "it is larger than any file of a library"));
    }
    let head = take(archive, name, entry.at, LOCAL_BYTES).await?;
    let lengths = (u16_at(&head, 26), u16_at(&head, 28));
    let (Some(LOCAL), (Some(name_bytes), Some(extra))) = (u32_at(&head, 0), lengths) else {
        return Err(bad(name, "its header is damaged"));
    };
    let start = entry.at + LOCAL_BYTES + u64::from(name_bytes) + u64::from(extra);
    let packed = take(archive, name, start, entry.packed).await?;
    let bytes = match entry.method {
        0 => packed,
        // Somebody packed the unpacked files again.
        8 => miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, entry.size as usize)
            .map_err(|error| bad(name, &error.to_string()))?,
        other => {
            return Err(bad(
                name,
                &format!("method {other} is none of stored and deflate"),
            ));
        }
    };
    if bytes.len() as u64 != entry.size || crc32fast::hash(&bytes) != entry.crc {
        return Err(bad(name, "its checksum is wrong"));
    }
    Ok(bytes)
}

/// A part of the archive that is not what it should be.
pub(super) fn bad(part: &str, why: &str) -> Error {
    let (part, why) = (part.to_owned(), why.to_owned());
    ArchiveError::Damaged { part, why }.into()
}

/// Something else than an exported library.
pub(super) fn no_library(why: &'static str) -> Error {
    ArchiveError::NoLibrary { why }.into()
}

fn too_large(limit: &'static str) -> Error {
    ArchiveError::TooLarge { limit }.into()
}

fn central(bytes: &[u8]) -> Option<(String, Entry, &[u8])> {
    if u32_at(bytes, 0)? != CENTRAL {
        return None;
    }
    let [name, extra, comment] = [28, 30, 32].map(|at| u16_at(bytes, at).map(usize::from));
    let (name, after) = (name?, extra? + comment?);
    let entry = Entry {
        at: u64::from(u32_at(bytes, 42)?),
        packed: u64::from(u32_at(bytes, 20)?),
        size: u64::from(u32_at(bytes, 24)?),
        method: u16_at(bytes, 10)?,
        crc: u32_at(bytes, 16)?,
    };
    let text = bytes.get(CENTRAL_BYTES..CENTRAL_BYTES + name)?;
    let rest = bytes.get(CENTRAL_BYTES + name + after..)?;
    Some((String::from_utf8_lossy(text).into_owned(), entry, rest))
}

/// Bytes of a part of the archive, which must be there.
async fn take(archive: &impl Archive, part: &str, at: u64, length: u64) -> Result<Vec<u8>, Error> {
    let end = at.checked_add(length).filter(|end| *end <= archive.size());
    if end.is_none() {
        return Err(bad(part, "it lies outside the file"));
    }
    let mut bytes = vec![0; length as usize];
    let mut done = 0;
    while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
        let count = archive.read(at + done as u64, rest).await;
        match count.map_err(Error::Stream)? {
            0 => return Err(Error::Stream("it has become shorter".to_owned())),
            count => done += count,
        }
    }
    Ok(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..)?.first_chunk::<2>()?;
    Some(u16::from_le_bytes(*two))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*four))
}

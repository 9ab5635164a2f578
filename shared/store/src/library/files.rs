//! Whole files on a disk that may write short, lie, or refuse.

use crate::error::Error;
use crate::vfs::{Vfs, VfsError};

/// Bytes read back at a time.
const CHUNK: usize = 1 << 20;
/// Largest file that is read whole.
const LARGEST: u64 = 512 << 20;

/// Puts the file's name to a refusal.
pub(super) fn at<T>(file: &str, answer: Result<T, VfsError>) -> Result<T, Error> {
    answer.map_err(|cause| Error::Disk {
        file: file.to_owned(),
        cause,
    })
}

/// A file, or `None` when there is none.
pub(super) async fn read(vfs: &impl Vfs, file: &str) -> Result<Option<Vec<u8>>, Error> {
    let size = match vfs.size(file).await {
        Err(VfsError::Gone) => return Ok(None),
        size => at(file, size)?,
    };
    if size > LARGEST {
        let why = format!("{size} bytes are more than the {LARGEST} of any file here");
        return at(file, Err(VfsError::Io(why)));
    }
    let mut bytes = vec![0; size as usize];
    let mut done = 0;
    while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match vfs.read(file, done as u64, rest).await {
            Err(VfsError::Gone) => return Ok(None),
            answer => match at(file, answer)? {
                0 => break,
                count => done += count,
            },
        }
    }
    bytes.truncate(done);
    Ok(Some(bytes))
}

/// Makes a file of these bytes: length checked, flushed, opened again and compared. Only `Ok` means that it is there.
pub(super) async fn write(vfs: &impl Vfs, file: &str, bytes: &[u8]) -> Result<(), Error> {
    at(file, vfs.create(file).await)?;
    let mut done = 0;
    while let Some(rest) = bytes.get(done..).filter(|rest| !rest.is_empty()) {
        let count = at(file, vfs.write(file, done as u64, rest).await)?;
        if count == 0 || count > rest.len() {
            return not_kept(
                file,
                format!("a write took {count} of {} bytes", rest.len()),
            );
        }
        done += count;
    }
    at(file, vfs.flush(file).await)?;
    vfs.soon(&[file]).await;
    let size = at(file, vfs.size(file).await)?;
    if size != bytes.len() as u64 {
        return not_kept(file, format!("it has {size} of {} bytes", bytes.len()));
    }
    match is(vfs, file, bytes).await? {
        true => Ok(()),
        false => not_kept(file, "its bytes differ".to_owned()),
    }
}

/// Does the file hold exactly these bytes? A file that isn't there doesn't.
pub(super) async fn is(vfs: &impl Vfs, file: &str, bytes: &[u8]) -> Result<bool, Error> {
    match vfs.size(file).await {
        Err(VfsError::Gone) => return Ok(false),
        size if at(file, size.clone())? != bytes.len() as u64 => return Ok(false),
        _ => {}
    }
    let mut buffer = vec![0; CHUNK.min(bytes.len())];
    let mut rest = bytes;
    while !rest.is_empty() {
        let from = (bytes.len() - rest.len()) as u64;
        let wanted = buffer.len().min(rest.len());
        let into = buffer.get_mut(..wanted).unwrap_or_default();
        let count = at(file, vfs.read(file, from, into).await)?;
        let (there, should) = (buffer.get(..count), rest.get(..count));
        if count == 0 || there.is_none() || there != should {
            return Ok(false);
        }
        rest = rest.get(count..).unwrap_or_default();
    }
    Ok(true)
}

fn not_kept<T>(file: &str, why: String) -> Result<T, Error> {
    Err(Error::NotKept {
        file: file.to_owned(),
        why,
    })
}
